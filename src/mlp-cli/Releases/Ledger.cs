using Mlp.Cli.Output;
using Mlp.Wire;

namespace Mlp.Cli.Releases;

/// <summary>A release's steps: each is told to the registry as it ends, with what proves it, so that whoever goes on does none again.</summary>
internal sealed class Ledger(Client client, Release release, Terminal terminal)
{
    /// <summary>Does a step, unless the ledger has it with the same proof.</summary>
    public async Task Do(string step, Digest? proof, string what, Func<Task> act, Ct ct)
    {
        if (Done(step) is { } done && done.Digest == proof?.Text)
        {
            terminal.Detail($"{what}: done before, {proof}");
            return;
        }

        await Again(step, proof, what, act, ct);
    }

    /// <summary>Does a step whatever the ledger has: what it proves of one place says nothing of another. It is written down once.</summary>
    public async Task Again(string step, Digest? proof, string what, Func<Task> act, Ct ct)
    {
        terminal.Note(what);
        try
        {
            await act();
        }
        catch (Exception e) when (e is CommandFailedException or MlpException or IOException)
        {
            await Failed(step, e.Message, ct);
            throw;
        }

        await client.Releases.AddStepAsync(release.Id, new(step, "done", proof?.Text), ct);
    }

    /// <summary>What has left the builder once is never followed by other bytes, wherever they would go.</summary>
    public void RefuseOtherBytes(string step, Digest proof)
    {
        if (Done(step) is { } done && done.Digest != proof.Text)
        {
            throw ReleaseErrors.BuiltOtherwise(release, done, proof);
        }
    }

    /// <summary>A step begins whose proof is what comes of it.</summary>
    public Task Started(string step, Ct ct) => client.Releases.AddStepAsync(release.Id, new(step, "started"), ct);

    public Task Finished(string step, Digest proof, Ct ct) => client.Releases.AddStepAsync(release.Id, new(step, "done", proof.Text), ct);

    /// <summary>Notes what went wrong, which is what counts; that the registry could not be told of it is said beside it.</summary>
    public async Task Failed(string step, string error, Ct ct)
    {
        try
        {
            await client.Releases.AddStepAsync(release.Id, new(step, "failed", Error: error), ct);
        }
        catch (MlpException e)
        {
            terminal.Note($"the registry was not told that '{step}' failed: {e.Message}");
        }
    }

    private ReleaseStep? Done(string step) => release.Steps.LastOrDefault(s => s.Step == step && s.State == "done");
}
