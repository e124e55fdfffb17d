using System.Diagnostics;
using System.Globalization;

namespace Mlp.ClientTests.Integration;

/// <summary>This program again, as another process that uses the client, configured by nothing but its environment.</summary>
internal static class OtherProcess
{
    public const string CreatesModel = "create-model";
    public const string SendsAndPulls = "send-and-pull";

    /// <summary>Runs in the other process.</summary>
    public static async Task<int> CreateModel(string parameters)
    {
        using var client = new Client();
        using var model = await client.CreateModelAsync<ScalingModel>(parameters);
        Console.WriteLine(model.Use(m => m.Predict(10)));
        return 0;
    }

    /// <summary>Runs in the other process; prints the most memory that it held, in MiB.</summary>
    public static async Task<int> SendAndPull(string file, string type, string parameters, string folder)
    {
        using var client = new Client();
        var version = await client.PublishParametersAsync(file, parameters, type, "1.0.0");
        await client.Parameters.PullAsync(parameters, version.Version, folder);
        var peak = (await File.ReadAllLinesAsync("/proc/self/status")).Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        Console.WriteLine(int.Parse(peak.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[1], CultureInfo.InvariantCulture) / 1024);
        return 0;
    }

    /// <summary>Starts one; answers what it prints.</summary>
    public static async Task<string> Run(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
        {
            start.ArgumentList.Insert(0, typeof(OtherProcess).Assembly.Location);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output.Trim() : throw new InvalidOperationException(await error);
    }
}
