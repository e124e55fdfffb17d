using System.Text;
using Mlp.Cli.Building;
using Mlp.Cli.Output;
using Mlp.Cli.Packages;
using Mlp.Wire;
using PackageFile = Mlp.Cli.Packages.PackageFile;

namespace Mlp.Cli.Releases;

/// <summary>From a tag to registered models: built, claimed, pushed and registered, each once, whatever interrupts it.</summary>
internal sealed class Registration(RegistryAccess registry, IPackageFeed feed, EnvironmentSettings environment, Terminal terminal)
{
    private Client Client => registry.Client;

    public async Task<RegisteredRelease> Run(ReleaseTarget target, bool inherit, Ct ct)
    {
        RefuseFromAfar(target);
        if (await Recorded(target, ct) is { } known)
        {
            return RegisteredRelease.Unchanged(known);
        }

        using var folder = new WorkFolder();
        var prepared = await new ReleaseBuilding(environment, terminal).Run(target, inherit, folder.Path, ct);
        var opened = await Client.Releases.OpenAsync(prepared.Request, ct);
        return opened.Outcome == "unchanged" ? RegisteredRelease.Unchanged(opened.Release) : await Complete(opened.Release, prepared, ct);
    }

    /// <summary>All that can be found out without writing anything.</summary>
    public async Task<RegisteredRelease> Check(ReleaseTarget target, bool inherit, Ct ct)
    {
        RefuseFromAfar(target);
        if (await Recorded(target, ct) is { } known)
        {
            return RegisteredRelease.Unchanged(known);
        }

        using var folder = new WorkFolder();
        var prepared = await new ReleaseBuilding(environment, terminal).Run(target, inherit, folder.Path, ct);
        var opened = await Client.Releases.CheckAsync(prepared.Request, ct);
        await feed.Check(ct);
        return new(opened.Release, [.. opened.Release.Models.Select(model => new RegisteredModel(model.Name, opened.Release.Version, "would-register"))]);
    }

    private async Task<RegisteredRelease> Complete(Release release, PreparedRelease prepared, Ct ct)
    {
        var (ledger, packed) = (new Ledger(Client, release, terminal), await DigestOf(prepared.Packages, ct));
        await ledger.Do("built", prepared.Code, "the code was built", () => Task.CompletedTask, ct);
        await ledger.Do("packed", packed, "packages and bundle were packed", () => Task.CompletedTask, ct);
        await ledger.Do("package-pushed", packed, $"pushing {string.Join(", ", prepared.Packages.Select(package => $"{package.Id} {package.Version}"))} to {feed.Name}", () => Push(prepared.Packages, ct), ct);
        await ledger.Do("bundle-pushed", prepared.Bundle.Digest, $"pushing the bundle {prepared.Bundle.Digest} to {Client.Registry}", () => prepared.Bundle.Push(Client, null, ct), ct);
        terminal.Note("registering");
        var completed = await Client.Releases.CompleteAsync(release.Id, new(prepared.Bundle.Digest.Text), ct);
        if (completed.Release.CodeUnchangedSince is { } since)
        {
            terminal.Note($"the code is that of {since}");
        }

        return new(completed.Release, completed.Models);
    }

    private async Task Push(IReadOnlyList<BuiltPackage> built, Ct ct)
    {
        foreach (var package in built)
        {
            var pushed = await feed.Push(package.File, ct);
            if (pushed.Outcome == PushOutcome.ContentDiffers)
            {
                throw ReleaseErrors.PackageDiffers(pushed.Package, feed.Name);
            }

            terminal.Detail($"{package.Id} {package.Version}: {(pushed.Outcome == PushOutcome.Pushed ? "pushed" : "was there")}{(pushed.Note is null ? "" : $"; {pushed.Note}")}");
        }
    }

    // The same tag on the same commit is answered from the record, before anything is built.
    private async Task<Release?> Recorded(ReleaseTarget target, Ct ct)
    {
        var tag = target.IsDirty ? $"{target.Project.TagPrefix}{target.Version}" : target.Tag;
        return await ProjectReleases.List(Client, target.Id, tag, ReleaseState.Registered, ct) is not [var known, ..] ? null
            : (known.Commit == target.Commit.Id && known.Tree == target.Commit.Tree) ? known
            : throw ReleaseErrors.Moved(target, known);
    }

    // What the registry would refuse at the end is refused before a build.
    private void RefuseFromAfar(ReleaseTarget target)
    {
        if (target.IsDirty && !registry.IsEmbedded)
        {
            throw ReleaseErrors.DirtyFromAfar(Client.Registry);
        }

        if (target.Id.IsLocal && !registry.IsEmbedded)
        {
            throw ReleaseErrors.LocalFromAfar(target.Id, Client.Registry);
        }
    }

    private static async Task<Digest> DigestOf(IReadOnlyList<BuiltPackage> packages, Ct ct)
    {
        var text = new StringBuilder();
        foreach (var package in packages)
        {
            text.Append((await PackageFile.Read(package.File, ct)).Digest).Append(' ').Append(package.Id).Append(' ').Append(package.Version).Append('\n');
        }

        return Digest.Of(Encoding.UTF8.GetBytes(text.ToString()));
    }
}
