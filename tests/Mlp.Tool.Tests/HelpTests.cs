using System.Diagnostics;
using Mlp.Testing;

namespace Mlp.Tool.Tests;

public sealed class HelpTests
{
    [Theory]
    [InlineData("mlp.txt")]
    [InlineData("mlp-server.txt", "server")]
    public async Task Help_is_as_approved(string file, params string[] command)
    {
        var (exit, output, _) = await Tool.Run([.. command, "--help"]);
        Assert.Equal(0, exit);
        Approved.Matches($"tests/approved/help/{file}", output);
    }
}

internal static class Tool
{
    public static async Task<(int Exit, string Output, string Errors)> Run(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo("dotnet", [RegistryProcess.Program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var errors = process.StandardError.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, await output, await errors);
    }
}
