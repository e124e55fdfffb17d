using System.Text;
using Mlp.Cli.Building;
using Mlp.Cli.Checks;
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
            await TellLacking(target, known, ct);
            return RegisteredRelease.Unchanged(known);
        }

        await RefuseReader(ct);
        using var folder = new WorkFolder();
        var prepared = await new ReleaseBuilding(environment, terminal).Run(target, inherit, folder.Path, ct);
        var opened = await Client.Releases.OpenAsync(prepared.Request, ct);
        return opened.Outcome == "unchanged" ? RegisteredRelease.Unchanged(opened.Release) : await Complete(opened.Release, prepared, ct);
    }

    /// <summary>Goes on with a release as it was opened; where it is registered, a feed that lacks its packages gets them, if they are built to the same bytes.</summary>
    public async Task<RegisteredRelease> Resume(ReleaseTarget target, Release release, Ct ct)
    {
        if (release.State != ReleaseState.Registered)
        {
            return await Run(target, release.Inherit, ct);
        }

        var known = await Recorded(target, ct) ?? release;
        if ((await Lacking(known, ct)).Count > 0)
        {
            using var folder = new WorkFolder();
            var prepared = await new ReleaseBuilding(environment, terminal).Run(target, known.Inherit, folder.Path, ct);
            new Ledger(Client, known, terminal).RefuseOtherBytes("package-pushed", await DigestOf(prepared.Packages, ct));
            await Push(prepared.Packages, ct);
        }

        return RegisteredRelease.Unchanged(known);
    }

    /// <summary>All that can be found out without writing anything.</summary>
    public async Task<RegisteredRelease> Check(ReleaseTarget target, bool inherit, Ct ct)
    {
        RefuseFromAfar(target);
        if (await Recorded(target, ct) is { } known)
        {
            return RegisteredRelease.Unchanged(known);
        }

        await RefuseReader(ct);
        using var folder = new WorkFolder();
        var prepared = await new ReleaseBuilding(environment, terminal).Run(target, inherit, folder.Path, ct);
        var opened = await Client.Releases.CheckAsync(prepared.Request, ct);
        await feed.Check(ct);
        foreach (var package in prepared.Packages)
        {
            RefuseOther(await feed.Compare(package.File, ct));
        }

        return new(opened.Release, [.. opened.Release.Models.Select(model => new RegisteredModel(model.Name, opened.Release.Version, "would-register"))]);
    }

    private async Task<RegisteredRelease> Complete(Release release, PreparedRelease prepared, Ct ct)
    {
        var (ledger, packed) = (new Ledger(Client, release, terminal), await DigestOf(prepared.Packages, ct));
        ledger.RefuseOtherBytes("package-pushed", packed);
        ledger.RefuseOtherBytes("bundle-pushed", prepared.Bundle.Digest);
        await ledger.Do("built", prepared.Code, "the code was built", () => Task.CompletedTask, ct);
        await ledger.Do("packed", packed, "packages and bundle were packed", () => Task.CompletedTask, ct);
        await ledger.Again("package-pushed", packed, $"pushing {string.Join(", ", prepared.Packages.Select(package => $"{package.Id} {package.Version}"))} to {feed.Name}", () => Push(prepared.Packages, ct), ct);
        await ledger.Do("bundle-pushed", prepared.Bundle.Digest, $"pushing the bundle {prepared.Bundle.Digest} to {Client.Registry}", () => Push(prepared.Bundle, ct), ct);
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
            var pushed = await Push(package, ct);
            RefuseOther(pushed);
            terminal.Detail($"{package.Id} {package.Version}: {(pushed.Outcome == PushOutcome.Pushed ? "pushed" : "was there")}{(pushed.Note is null ? "" : $"; {pushed.Note}")}");
        }
    }

    private async Task<PushedPackage> Push(BuiltPackage package, Ct ct)
    {
        using var story = terminal.Transfer(TimeProvider.System);
        return await feed.Push(package.File, story, ct);
    }

    private async Task Push(PackedBundle bundle, Ct ct)
    {
        using var story = terminal.Transfer(TimeProvider.System);
        await bundle.Push(Client, story, ct);
    }

    private void RefuseOther(PushedPackage? package)
    {
        if (package is { Outcome: PushOutcome.ContentDiffers })
        {
            throw ReleaseErrors.PackageDiffers(package.Package, feed.Name);
        }
    }

    // The record answers, whatever became of the packages since; but people should know.
    private async Task TellLacking(ReleaseTarget target, Release known, Ct ct)
    {
        try
        {
            if (await Lacking(known, ct) is [_, ..] lacking)
            {
                var remedy = target.IsDirty ? "tag a commit to release it again" : $"bring what is missing there with: mlp release resume {known.Tag} --feed '{feed.Name}'";
                terminal.Note($"{feed.Name} has no {string.Join(", ", lacking.Select(package => $"{package.Id} {package.Version}"))}; {remedy}");
            }
        }
        catch (CommandFailedException e)
        {
            terminal.Note($"whether {feed.Name} has the packages is not known: {e.Message}");
        }
    }

    private async Task<IReadOnlyList<PackageIdentity>> Lacking(Release known, Ct ct)
    {
        var lacking = new List<PackageIdentity>();
        foreach (var package in known.Packages)
        {
            if (await feed.Has(package, ct) == false)
            {
                lacking.Add(package);
            }
        }

        return lacking;
    }

    private async Task RefuseReader(Ct ct)
    {
        if (CheckFindings.OfIdentity(Client.Registry, await Client.WhoAmIAsync(ct)) is { } finding)
        {
            throw ReleaseErrors.Findings([finding]);
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
