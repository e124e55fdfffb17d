using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Mlp.Cli.Running;

/// <summary>The serving program as a child of this command: it says what it says on this command's own output, serves what it is told to, and ends with it.</summary>
internal sealed class ServingChild : IDisposable
{
    private readonly Process _process;

    private ServingChild(Process process) => _process = process;

    public int ExitCode => _process.ExitCode;

    /// <param name="name">The model type, where the folder may have several.</param>
    /// <param name="port">0 takes a free one.</param>
    public static ServingChild Start(RunFolders folders, string? name, int port)
    {
        var program = OwnProgram.Serving?.FullName ?? throw Images.ImageErrors.NoServingProgram();
        var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
        var start = new ProcessStartInfo(dotnet) { RedirectStandardInput = true };
        string[] arguments =
        [
            Path.Combine(program, "Mlp.Serving.dll"), "--model", folders.Model, "--parameters", folders.Parameters, "--urls", string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"), "--follow-input", "--watch",
            .. Option("--name", name), .. Option("--model-version", folders.ModelVersion), .. Option("--parameters-name", folders.ParametersName), .. Option("--parameters-version", folders.ParametersVersion),
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            return new(Process.Start(start)!);
        }
        catch (Win32Exception e)
        {
            throw RunErrors.NotStarted(dotnet, e);
        }
    }

    public Task Ended(Ct ct) => _process.WaitForExitAsync(ct);

    /// <summary>Lets it serve others: it loads them beside what it serves, and goes on with them when they are ready.</summary>
    public async Task Serve(RunFolders folders)
    {
        try
        {
            await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(folders, JsonSerializerOptions.Web));
            await _process.StandardInput.FlushAsync();
        }
        catch (IOException)
        {
            // It has ended; whoever waits for that says so.
        }
    }

    /// <summary>Lets it finish what it is at.</summary>
    public async Task Stop()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
    }

    public void Dispose() => _process.Dispose();

    private static string[] Option(string name, string? value) => value is null ? [] : [name, value];
}
