using System.Diagnostics;
using System.Xml.Linq;

internal sealed record TestProject(string Name, string File)
{
    private const string Well = "exit code 0";
    private const string OutlivedBy = "a process that a test started outlived it";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan LongLimit = TimeSpan.FromHours(3);

    /// <summary>Every project below tests/ that has the test framework's runner in it, found rather than listed.</summary>
    public static IReadOnlyList<TestProject> FindAll(string root) =>
        [.. Directory.EnumerateFiles(Path.Combine(root, "tests"), "*.csproj", SearchOption.AllDirectories)
            .Where(file => XDocument.Load(file).Descendants("PackageReference").Any(p => (string?)p.Attribute("Include") == "xunit.v3"))
            .Select(file => new TestProject(Path.GetFileNameWithoutExtension(file), file))
            .OrderBy(p => p.Name, StringComparer.Ordinal)];

    public Tally Run(string root, bool isLong)
    {
        var clock = Stopwatch.StartNew();
        var results = Path.Combine(root, "artifacts", "tests");
        var report = Path.Combine(results, Name + ".json");
        Directory.CreateDirectory(results);
        System.IO.File.Delete(report);
        var start = Child.Of("dotnet", ["test", "--project", File, "-c", "Release", "--no-build", "--no-ansi", "--no-progress",
            "--results-directory", results, "--report-ctrf", "--report-ctrf-filename", Name + ".json"], root);
        if (isLong)
        {
            start.Environment["MLP_LONG"] = "1";
        }

        var (ended, output) = Observe(start, isLong ? LongLimit : Limit);
        var (tally, texts) = Report.Read(report);
        if (tally == default || (tally.Failed == 0 && ended != Well) || ended is OutlivedBy)
        {
            tally += new Tally(0, 1, 0);
            texts = [.. texts, $"  FAILED {Name}: {(ended == Well ? "no test ran" : ended)}\n{output}"];
        }

        Console.WriteLine($"{Name}: {tally}, {clock.Elapsed.TotalSeconds:F1} s");
        texts.ToList().ForEach(Console.WriteLine);
        return tally;
    }

    /// <summary>Waits for the process, not for the end of its output: a service that outlives its test would hold that open.</summary>
    private static (string Ended, string Output) Observe(ProcessStartInfo start, TimeSpan limit)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(limit))
        {
            process.Kill(entireProcessTree: true);
            return ($"stopped after {limit.TotalMinutes} minutes", "");
        }

        return Task.WaitAll([output, errors], TimeSpan.FromSeconds(10))
            ? ($"exit code {process.ExitCode}", output.Result + errors.Result)
            : (OutlivedBy, "");
    }
}
