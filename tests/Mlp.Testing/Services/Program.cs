using System.Diagnostics;

namespace Mlp.Testing.Services;

/// <summary>A program that is run to its end.</summary>
internal static class Program
{
    private const string Remedy = "dotnet run eng/test.cs installs it";

    public static Task Run(string file, IReadOnlyList<string> arguments, Ct ct) => Output(file, arguments, ct);

    /// <summary>What a program prints; one that fails is an error with all it said.</summary>
    public static async Task<string> Output(string file, IReadOnlyList<string> arguments, Ct ct)
    {
        var start = new ProcessStartInfo(Installed(file), arguments) { WorkingDirectory = "/", RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(ct);
        var errors = process.StandardError.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{file} ended with exit code {process.ExitCode}: {await output}{await errors}");
        }

        return await output;
    }

    public static string Installed(string file) => File.Exists(file) ? file : throw new InvalidOperationException($"there is no {file}; {Remedy}");

    /// <summary>The newest of PostgreSQL's program folders, which Debian keeps apart by version.</summary>
    public static string NewestFolder(string parent, string below) =>
        (Directory.Exists(parent) ? Directory.GetDirectories(parent) : [])
            .OrderByDescending(f => int.TryParse(Path.GetFileName(f), out var version) ? version : 0)
            .Select(f => Path.Combine(f, below)).FirstOrDefault(Directory.Exists)
        ?? throw new InvalidOperationException($"there is no {parent}/*/{below}; {Remedy}");
}
