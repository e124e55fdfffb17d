using System.Diagnostics;
using System.Globalization;

namespace Mlp.Cli.Hooks;

/// <summary>One try to release a tag: a clone, and the commands that anybody could run there, with all that they say in the log.</summary>
internal sealed class ReleaseInClone(BareRepository repository, HookFolder folder, TimeProvider clock)
{
    // The log is written by the processes themselves: it goes on whatever becomes of the worker.
    private const string Exec = "exec \"$@\" >> \"$0\" 2>&1";

    /// <param name="running">What is released.</param>
    /// <param name="save">Keeps which process releases it.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>Over, or waiting for its next try.</returns>
    public async Task<QueuedRelease> Run(QueuedRelease running, Action<QueuedRelease> save, Ct ct)
    {
        try
        {
            return await repository.CommitOf($"refs/tags/{running.Tag}", ct) is not { } now ? Failed(running, HookErrors.TagGone(running.Tag))
                : now != running.Commit ? Failed(running, HookErrors.TagElsewhere(running.Tag, now))
                : await RunInTime(running, save, ct);
        }
        catch (CommandFailedException e)
        {
            return Failed(running, new(e.Code, e.Message, e.Remedy));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Failed(running, new(ClientErrors.FilesUnusable, e.Message, "free some space, or mend what the message names; then: mlp hook resume <repository> <tag>"));
        }
    }

    private async Task<QueuedRelease> RunInTime(QueuedRelease running, Action<QueuedRelease> save, Ct ct)
    {
        // Read anew each time: what was installed last counts.
        var options = HookFile.Read<HookOptions>(folder.Options);
        using var limit = new CancellationTokenSource(options.Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            return await RunInClone(running, options, save, either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            var failure = HookErrors.TooLong(options.Timeout);
            await Log(running, $"{failure.Code}: {failure.Message}", ct);
            return Failed(running, failure);
        }
    }

    private async Task<QueuedRelease> RunInClone(QueuedRelease running, HookOptions options, Action<QueuedRelease> save, Ct ct)
    {
        WorkFolder.RemoveAbandoned(Path.GetTempPath(), clock);
        using var work = new WorkFolder();
        var clone = new DirectoryInfo(work.Path);
        await Log(running, $"{running.Tag} at {running.Commit}, try {running.Tries}, {Output.Written.Time(clock.GetUtcNow())}", ct);
        await repository.CheckOut(running.Commit, clone, options.Project, ct);
        var from = new FileInfo(folder.LogOf(running)).Length;
        var exit = await Run(Arguments(running, options), running, clone, save, ct);
        if (exit != ExitCode.Ok)
        {
            return Over(running with { ExitCode = exit }, ReleaseLog.Failure(folder.LogOf(running), from) ?? HookErrors.EndedSilently(exit));
        }

        return running.In(QueuedRelease.Done, clock.GetUtcNow()) with { ExitCode = ExitCode.Ok, Failure = null };
    }

    private static IReadOnlyList<string> Arguments(QueuedRelease release, HookOptions options) =>
    [
        options.Deploy ? "release" : "register", "--tag", release.Tag,
        .. Given("--feed", options.Feed), .. Given("--target", options.Deploy ? options.Target : null), .. Given("--registry", options.Registry),
    ];

    private static string[] Given(string option, string? value) => value is null ? [] : [option, value];

    private async Task<int> Run(IReadOnlyList<string> arguments, QueuedRelease running, DirectoryInfo clone, Action<QueuedRelease> save, Ct ct)
    {
        await Log(running, $"$ mlp {string.Join(' ', arguments)}", ct);
        var start = new ProcessStartInfo("/bin/sh", ["-c", Exec, folder.LogOf(running), .. OwnProgram.Command, "hook", "run", "--", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = clone.FullName,
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var mark = ProcessMark.Of(process.Id);
        save(running with { Process = mark });
        try
        {
            await process.WaitForExitAsync(ct);
        }
        catch (OperationCanceledException)
        {
            await ReleaseProcess.End(mark, clock);
            throw;
        }

        return process.ExitCode;
    }

    private QueuedRelease Over(QueuedRelease running, ReleaseFailure failure)
    {
        if (!ReleaseFailure.MayPass(failure.Code))
        {
            return Failed(running, failure);
        }

        var now = clock.GetUtcNow();
        return running.In(QueuedRelease.Waiting, now) with { Failure = failure, NextTry = now + Worker.PauseAfter(running.Tries) };
    }

    private QueuedRelease Failed(QueuedRelease running, ReleaseFailure failure) => running.In(QueuedRelease.Failed, clock.GetUtcNow()) with { Failure = failure };

    private async Task Log(QueuedRelease release, string line, Ct ct)
    {
        var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using var log = new StreamWriter(folder.LogOf(release), options);
        await log.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"{line}\n").AsMemory(), ct);
    }
}
