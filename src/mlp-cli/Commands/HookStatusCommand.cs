using System.CommandLine;
using Mlp.Cli.Hooks;
using Mlp.Cli.Output;

namespace Mlp.Cli.Commands;

/// <summary><c>mlp hook status</c>: what waits, what runs, and what became of the last ones.</summary>
internal static class HookStatusCommand
{
    private const int Shown = 20;

    public static Command Create(EnvironmentSettings environment)
    {
        var command = new ExampleCommand("status", "Shows the releases of a bare repository: those that wait or run, and the last that are over, each with its log.", "mlp hook status /srv/git/demo.git")
        {
            HookCommand.Repository, SharedOptions.Limit,
        };
        command.SetAction((parsed, ct) => Show(parsed, environment, ct));
        return command;
    }

    private static async Task<int> Show(ParseResult parsed, EnvironmentSettings environment, Ct ct)
    {
        GlobalOptions.RefuseRegistry(parsed);
        var terminal = GlobalOptions.Terminal(parsed);
        var installation = new HookInstallation(await BareRepository.Open(parsed.GetRequiredValue(HookCommand.Repository), environment, ct));
        installation.RequireInstalled();
        var folder = installation.Folder;
        var all = new ReleaseQueue(folder, TimeProvider.System).All();
        var listed = all.Reverse().Take(parsed.GetValue(SharedOptions.Limit) ?? Shown).Select(release => Listed(release, folder));
        await terminal.Write(
            listed.ToAsyncEnumerable(),
            limit: null,
            "releases",
            [
                new Column<ListedRelease>("STATE", release => release.State),
                new("SINCE", release => Written.Time(release.Since)),
                new("TAG", release => release.Tag),
                new("COMMIT", release => Written.Commit(release.Commit)),
                new("WHY", release => release.Failure is { } failure ? $"{failure.Code}: {failure.Message}" : null) { GivesWay = true },
                new("LOG", release => release.Log),
            ],
            ct);
        Tell(terminal, installation, all);
        return ExitCode.Ok;
    }

    private static void Tell(Terminal terminal, HookInstallation installation, IReadOnlyList<QueuedRelease> all)
    {
        if (all.LastOrDefault(release => release.State == QueuedRelease.Failed) is { Failure.Remedy: { } remedy } failed)
        {
            terminal.Note($"{failed.Tag}: {remedy}");
        }

        if (all.FirstOrDefault(release => release.NextTry is not null) is { NextTry: { } next } waiting)
        {
            terminal.Note($"{waiting.Tag} is tried again at {Written.Time(next)}");
        }

        var left = Directory.EnumerateFiles(installation.Folder.Received).Any();
        if ((left || all.Any(release => !release.IsOver)) && WorkerProcess.Find(installation.Folder) is null)
        {
            terminal.Note($"nobody works on what waits; go on with: mlp hook resume {ShellWord.Of(installation.Folder.Repository)}");
        }
    }

    private static ListedRelease Listed(QueuedRelease release, HookFolder folder) => new(
        release.Tag, release.Commit, release.Project, release.State, release.PushedAt, release.Since, release.Tries, release.ExitCode, release.Failure, release.NextTry, folder.LogOf(release));

    private sealed record ListedRelease(
        string Tag, string Commit, string Project, string State, DateTimeOffset PushedAt, DateTimeOffset Since, int Tries, int? ExitCode, ReleaseFailure? Failure, DateTimeOffset? NextTry, string Log);
}
