using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Mlp.Cli.Running;

/// <summary>The serving program as a child of this command: it says what it says on this command's own output, and ends with it.</summary>
internal sealed class ServingChild : IDisposable
{
    private readonly Process _process;

    private ServingChild(Process process) => _process = process;

    public int ExitCode => _process.ExitCode;

    public static ServingChild Start(string model, string parameters, RunnableModel running, string? name, int port)
    {
        var program = OwnProgram.Serving?.FullName ?? throw Images.ImageErrors.NoServingProgram();
        var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
        var start = new ProcessStartInfo(dotnet) { RedirectStandardInput = true };
        string[] arguments =
        [
            Path.Combine(program, "Mlp.Serving.dll"), "--model", model, "--parameters", parameters, "--urls", string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"), "--until-input-ends", "--watch",
            .. Option("--name", running.Type?.Type ?? name), .. Option("--model-version", running.Type?.Version),
            .. Option("--parameters-name", running.Parameters?.Name), .. Option("--parameters-version", running.Parameters?.Version),
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

    /// <summary>Lets it finish what it is at.</summary>
    public async Task Stop()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
    }

    public void Dispose() => _process.Dispose();

    private static string[] Option(string name, string? value) => value is null ? [] : [name, value];
}
