using System.Diagnostics;
using System.Globalization;
using Mlp.Testing;

namespace Mlp.Tool.Benchmarks;

/// <summary>Whole commands of the installed tool, as their users wait for them.</summary>
internal sealed class Commands(string program, string example, string home)
{
    private const int Starts = 21;
    private const int Releases = 5;

    public void Version() => Row.Write("mlp --version", Measure(Starts, () => Run("--version")), "100 ms");

    /// <summary>On a repository that is built.</summary>
    public void Models()
    {
        Run("models");
        Row.Write("mlp models", Measure(Starts, () => Run("models")), "400 ms");
    }

    /// <summary>Against a plain publish of the same project: each time of another version, so that both compile; in turn, because machines are noisy.</summary>
    public void Register()
    {
        var (publish, register) = (new List<double>(), new List<double>());
        for (var i = 0; i <= Releases; i++)
        {
            Sdk.Git(example, "commit", "--quiet", "--allow-empty", "--message", "Another version");
            Sdk.Git(example, "tag", $"v1.{i}.0");
            publish.Add(Time(() => Publish(i)));
            register.Add(Time(() => Run("register")));
        }

        var (plain, ours) = (Median(publish.Skip(1)), Median(register.Skip(1)));
        Row.Write("dotnet publish src/BeamLine", $"median {plain:N0} ms", "");
        Row.Write("mlp register", $"median {ours:N0} ms, {ours / plain:N2} of publishing", $"1.5 of it + 1 s = {(1.5 * plain) + 1000:N0} ms");
    }

    private void Publish(int i)
    {
        using var output = new TemporaryFolder();
        Run("dotnet", ["publish", "src/BeamLine", "--configuration", "Release", "--output", output.PathOf("out"), $"-p:Version=1.{i}.1", "--verbosity", "quiet"]);
    }

    private void Run(params string[] arguments) => Run(program, arguments);

    private void Run(string file, string[] arguments)
    {
        var start = new ProcessStartInfo(file, arguments) { WorkingDirectory = example, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["MLP_HOME"] = home;
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{Path.GetFileName(file)} {string.Join(' ', arguments)} ended with {process.ExitCode}: {output.GetAwaiter().GetResult()}{errors.GetAwaiter().GetResult()}");
        }
    }

    private static string Measure(int times, Action act)
    {
        act();
        var taken = Enumerable.Range(0, times).Select(_ => Time(act)).ToList();
        return string.Create(CultureInfo.InvariantCulture, $"median {Median(taken):N0} ms, worst {taken.Max():N0} ms");
    }

    private static double Time(Action act)
    {
        var watch = Stopwatch.StartNew();
        act();
        return watch.Elapsed.TotalMilliseconds;
    }

    private static double Median(IEnumerable<double> taken) => taken.Order().ToList() is var sorted ? sorted[sorted.Count / 2] : 0;
}
