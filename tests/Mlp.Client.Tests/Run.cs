using System.Diagnostics;

namespace Mlp.ClientTests;

internal static class Run
{
    /// <summary>Runs a program to its end; answers what it wrote, or throws.</summary>
    public static async Task<string> Program(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["LC_ALL"] = "C", ["TZ"] = "UTC" },
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program}: {await error}");
    }
}
