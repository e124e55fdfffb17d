using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Mlp.Testing;
using Mlp.Tool.Tests.Deploying;

namespace Mlp.Tool.Tests;

/// <summary>The one command that a new user runs, as they run it: it builds, installs and starts all by itself.</summary>
public sealed class QuickstartTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    private static readonly string[] Told =
    [
        "registered demo_model 1.0.0", "published demo_model_weights 1.0 for demo_model 1.0.0", "deployed demo_model 1.0.0 with demo_model_weights 1.0 at",
        "published demo_model_weights 1.1 for demo_model 1.0.0", "times meanwhile, with 0 failures; it answered", "better weights, same address",
        "registered demo_model 2.0.0", "published demo_model_weights 2.0 for demo_model 2.0.0", "replace    demo_model 1.0.0 -> 2.0.0 with demo_model_weights 1.1 -> 2.0", "It goes on. Call the model:",
    ];

    [Fact]
    public async Task It_shows_the_whole_way_and_what_stays_is_called_and_stopped_as_it_says()
    {
        using var run = Start("--stay");
        using var patience = new CancellationTokenSource(Patience);
        var (output, errors) = (run.StandardOutput.ReadToEndAsync(patience.Token), run.StandardError.ReadToEndAsync(patience.Token));
        await run.WaitForExitAsync(patience.Token);
        var text = await output;
        Assert.True(run.ExitCode == 0, text + await errors);
        var (folder, lines) = (FolderIn(text), text.Split('\n').Select(line => line.Trim()).ToList());
        var places = Told.Select(told => lines.FindIndex(line => line.Contains(told, StringComparison.Ordinal))).ToList();
        Assert.True(places[0] >= 0 && places.SequenceEqual(places.Order()), text);

        var curl = lines.Last(line => line.StartsWith("curl ", StringComparison.Ordinal));
        Assert.Equal(6, JsonSerializer.Deserialize<double[]>((await Tool.RunProgram("/bin/sh", ["-c", curl])).Output)!.Single(), tolerance: 0.05);
        var stop = lines.Last(line => line.StartsWith("MLP_HOME=", StringComparison.Ordinal));
        await Tool.RunProgram("/bin/sh", ["-c", stop]);
        Assert.False(Directory.Exists(folder));
        await Story.WaitFor(() => Processes(folder).Count == 0);
    }

    [Fact]
    public async Task An_interrupted_one_leaves_nothing_behind_and_an_unknown_option_does_nothing()
    {
        using var run = Start();
        using var patience = new CancellationTokenSource(Patience);
        var text = "";
        while (!text.Contains("the registry runs at", StringComparison.Ordinal) && await run.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            text += line + "\n";
        }

        // As a terminal does it: to all that belong to the command.
        using (var interrupt = Process.Start("kill", ["-INT", "--", string.Create(CultureInfo.InvariantCulture, $"-{run.Id}")]))
        {
            await run.WaitForExitAsync(patience.Token);
        }

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("interrupted; cleaning up", await run.StandardError.ReadToEndAsync(patience.Token), StringComparison.Ordinal);
        Assert.False(Directory.Exists(FolderIn(text)), text);
        await Story.WaitFor(() => Processes(FolderIn(text)).Count == 0);

        using var wrong = Start("--forever");
        Assert.Contains("unknown option '--forever'", await wrong.StandardError.ReadToEndAsync(patience.Token), StringComparison.Ordinal);
        await wrong.WaitForExitAsync(patience.Token);
        Assert.Equal(2, wrong.ExitCode);
    }

    private static Process Start(params string[] arguments)
    {
        // What other tests load of MSBuild, they leave in the environment; shells start what runs in the background deaf to Ctrl-C.
        var start = new ProcessStartInfo(
            "setsid",
            ["env", "--default-signal=INT", "-u", "MSBUILD_EXE_PATH", "-u", "MSBuildSDKsPath", "-u", "MSBuildExtensionsPath", "dotnet", "run", Repository.PathOf("eng", "quickstart.cs"), "--", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        return Process.Start(start)!;
    }

    private static string FolderIn(string text)
    {
        const string Begin = "Everything is in ";
        var from = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        return text[from..text.IndexOf(';', from)];
    }

    private static List<string> Processes(string folder) =>
        [.. Directory.GetDirectories("/proc").Select(process => Path.Combine(process, "cmdline")).Select(CommandLine).Where(line => line.Contains(folder, StringComparison.Ordinal))];

    private static string CommandLine(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
