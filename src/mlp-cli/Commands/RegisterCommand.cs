using System.CommandLine;
using Mlp.Cli.Output;
using Mlp.Cli.Packages;
using Mlp.Cli.Releases;
using Mlp.Wire;

namespace Mlp.Cli.Commands;

/// <summary><c>mlp register</c>: from a tag to registered models.</summary>
internal static class RegisterCommand
{
    public static Command Create(EnvironmentSettings environment)
    {
        var command = new ExampleCommand(
            "register",
            "Builds the project at its version tag, publishes its package, and registers every model of it under the tag's version: all or none.",
            "mlp register",
            "mlp register --tag v1.2.0 --feed https://gitlab.example.org/api/v4/projects/7/packages/nuget/index.json",
            "mlp register --dry-run")
        {
            ReleaseOptions.Tag, ReleaseOptions.Project, ReleaseOptions.Feed, ReleaseOptions.DryRun, ReleaseOptions.AllowDirty, ReleaseOptions.NoInherit,
            PipelineOptions.Report, PipelineOptions.DotEnv,
        };
        command.SetAction((parsed, ct) => Run(parsed, environment, ct));
        return command;
    }

    /// <summary>Does what a command does with each of the releases that a tag names, and tells of the models.</summary>
    /// <param name="demand">Refuses what cannot go well, before anything is done.</param>
    /// <param name="act">What is done with each.</param>
    public static async Task<IReadOnlyList<(ReleaseTarget Target, RegisteredRelease Release)>> Act(
        ParseResult parsed, EnvironmentSettings environment, CheckedOut here, string? tag, Action<ReleaseTarget> demand, Func<Registration, ReleaseTarget, Task<RegisteredRelease>> act, Ct ct)
    {
        var terminal = GlobalOptions.Terminal(parsed);
        WorkFolder.RemoveAbandoned(Path.GetTempPath(), TimeProvider.System);
        var targets = await (await here.Targets(ct)).Tagged(tag, parsed.GetValue(ReleaseOptions.Project), parsed.GetValue(ReleaseOptions.AllowDirty), here.Folder, ct);
        targets.ToList().ForEach(demand);
        await using var registry = await RegistryAccess.Open(parsed.GetValue(GlobalOptions.Registry), environment, ct);
        using var feed = PackageFeeds.Open(parsed.GetValue(ReleaseOptions.Feed), environment);
        var registration = new Registration(registry, feed, environment, terminal);
        var registered = new List<(ReleaseTarget Target, RegisteredRelease Release)>();
        foreach (var target in targets)
        {
            registered.Add((target, await act(registration, target)));
            TellModels(terminal, registered[^1].Release);
        }

        return registered;
    }

    private static async Task<int> Run(ParseResult parsed, EnvironmentSettings environment, Ct ct)
    {
        using var report = JobReport.Open(parsed, environment, ReleaseOptions.DryRun);
        var inherit = !parsed.GetValue(ReleaseOptions.NoInherit);
        var registered = await Act(
            parsed,
            environment,
            new(environment),
            parsed.GetValue(ReleaseOptions.Tag),
            _ => { },
            (registration, target) => parsed.GetValue(ReleaseOptions.DryRun) ? registration.Check(target, inherit, ct) : registration.Run(target, inherit, ct),
            ct);
        Tell(GlobalOptions.Terminal(parsed), [.. registered.Select(each => new Written(each.Release.Release.Tag, each.Release.Release.Commit, each.Release.Release.Id, each.Release.Models))]);
        await report.Registered([.. registered.Select(each => each.Release)], ct);
        return ExitCode.Ok;
    }

    private static void TellModels(Terminal terminal, RegisteredRelease release)
    {
        foreach (var model in terminal.Format == OutputFormat.Json ? [] : release.Models)
        {
            terminal.Line($"{model.Outcome.Replace('-', ' ')} {model.Name} {model.Version}");
        }
    }

    /// <summary>The answer for programs: one release, or the list of several.</summary>
    public static void Tell<T>(Terminal terminal, IReadOnlyList<T> releases)
    {
        if (terminal.Format != OutputFormat.Json)
        {
            return;
        }

        if (releases is [var single])
        {
            terminal.Json(single);
        }
        else
        {
            terminal.Json(releases);
        }
    }

    private sealed record Written(string Tag, string Commit, long Release, IReadOnlyList<RegisteredModel> Models);
}
