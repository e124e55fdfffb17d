using System.CommandLine;
using Mlp.Cli.Hooks;

namespace Mlp.Cli.Commands;

/// <summary><c>mlp hook resume</c>: goes on with what waits, after a restart of the machine for one.</summary>
internal static class HookResumeCommand
{
    private static readonly Argument<string?> Tag = new("tag") { Description = "A tag whose release failed: it is tried again.", Arity = ArgumentArity.ZeroOrOne };

    public static Command Create(EnvironmentSettings environment)
    {
        var command = new ExampleCommand(
            "resume",
            "Goes on with the releases that wait where nobody works on them, as after a restart of the machine; and tries one again that failed.",
            "mlp hook resume /srv/git/demo.git",
            "mlp hook resume /srv/git/demo.git v1.2.0")
        {
            HookCommand.Repository, Tag,
        };
        command.SetAction((parsed, ct) => Resume(parsed, environment, ct));
        return command;
    }

    private static async Task<int> Resume(ParseResult parsed, EnvironmentSettings environment, Ct ct)
    {
        GlobalOptions.RefuseRegistry(parsed);
        var terminal = GlobalOptions.Terminal(parsed);
        var repository = await BareRepository.Open(parsed.GetRequiredValue(HookCommand.Repository), environment, ct);
        var installation = new HookInstallation(repository);
        installation.RequireInstalled();
        var (folder, queue) = (installation.Folder, new ReleaseQueue(installation.Folder, TimeProvider.System));
        await new Push(repository, folder, TimeProvider.System, terminal).TakeLeft(ct);
        if (parsed.GetValue(Tag) is { } tag)
        {
            await TryAgain(queue, folder, tag, ct);
        }

        var open = queue.Open();
        if (open.Count > 0)
        {
            await WorkerProcess.Ensure(folder, HookFile.Read<HookOptions>(folder.Options), ct);
        }

        terminal.Answer(open.Select(release => release.Tag), open.Count == 0 ? "nothing waits" : $"goes on with {string.Join(", ", open.Select(release => release.Tag))}");
        return ExitCode.Ok;
    }

    private static async Task TryAgain(ReleaseQueue queue, HookFolder folder, string tag, Ct ct)
    {
        using var alone = await FileLock.Take(folder.QueueLock, TimeProvider.System, ct);
        var last = queue.All().LastOrDefault(release => release.Tag == tag);
        if (last is not { State: QueuedRelease.Failed })
        {
            throw HookErrors.NothingToResume(tag, folder.Repository);
        }

        queue.Save(last.In(QueuedRelease.Waiting, TimeProvider.System.GetUtcNow()) with { Tries = 0, Interruptions = 0, Failure = null, ExitCode = null });
    }
}
