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
        };
        command.SetAction((parsed, ct) => Run(parsed, environment, ct));
        return command;
    }

    /// <summary>Registers what the tag names, or the tags of HEAD.</summary>
    public static Task<int> Run(ParseResult parsed, EnvironmentSettings environment, Ct ct) =>
        Run(parsed, environment, parsed.GetValue(ReleaseOptions.Tag), (registration, target) => Register(parsed, registration, target, ct), ct);

    /// <summary>Does what a command does with each of the releases that a tag names, and tells what it came to.</summary>
    public static async Task<int> Run(
        ParseResult parsed, EnvironmentSettings environment, string? tag, Func<Registration, ReleaseTarget, Task<RegisteredRelease>> act, Ct ct)
    {
        var terminal = GlobalOptions.Terminal(parsed);
        WorkFolder.RemoveAbandoned(Path.GetTempPath(), TimeProvider.System);
        var folder = new DirectoryInfo(environment.Folder);
        var targets = await (await ReleaseTargets.Read(folder, environment, ct))
            .Tagged(tag, parsed.GetValue(ReleaseOptions.Project), parsed.GetValue(ReleaseOptions.AllowDirty), folder.FullName, ct);
        await using var registry = await RegistryAccess.Open(parsed.GetValue(GlobalOptions.Registry), environment, ct);
        using var feed = PackageFeeds.Open(parsed.GetValue(ReleaseOptions.Feed), environment);
        var registration = new Registration(registry, feed, environment, terminal);
        var registered = new List<RegisteredRelease>();
        foreach (var target in targets)
        {
            registered.Add(await act(registration, target));
            TellModels(terminal, registered[^1]);
        }

        TellAll(terminal, registered);
        return ExitCode.Ok;
    }

    private static Task<RegisteredRelease> Register(ParseResult parsed, Registration registration, ReleaseTarget target, Ct ct)
    {
        var inherit = !parsed.GetValue(ReleaseOptions.NoInherit);
        return parsed.GetValue(ReleaseOptions.DryRun) ? registration.Check(target, inherit, ct) : registration.Run(target, inherit, ct);
    }

    private static void TellModels(Terminal terminal, RegisteredRelease release)
    {
        foreach (var model in terminal.Format == OutputFormat.Json ? [] : release.Models)
        {
            terminal.Line($"{model.Outcome.Replace('-', ' ')} {model.Name} {model.Version}");
        }
    }

    private static void TellAll(Terminal terminal, List<RegisteredRelease> releases)
    {
        if (terminal.Format == OutputFormat.Json)
        {
            Written[] written = [.. releases.Select(release => new Written(release.Release.Tag, release.Release.Commit, release.Release.Id, release.Models))];
            if (written is [var single])
            {
                terminal.Json(single);
            }
            else
            {
                terminal.Json(written);
            }
        }
    }

    private sealed record Written(string Tag, string Commit, long Release, IReadOnlyList<RegisteredModel> Models);
}
