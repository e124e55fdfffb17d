using Mlp.Cli.Building;
using Mlp.Cli.Output;
using Mlp.Cli.Packages;
using Mlp.Cli.Releases;
using Mlp.Cli.Workspaces;

namespace Mlp.Cli.Checks;

/// <summary>Goes through all that a release would, and tells everything that speaks against it, not the first thing alone.</summary>
internal sealed class ReleaseCheck(CheckRequest request, EnvironmentSettings environment, Terminal terminal)
{
    private readonly List<Finding> _findings = [];
    private bool _feedAnswers;

    public async Task<IReadOnlyList<Finding>> Run(Ct ct)
    {
        _feedAnswers = await Try("feed", () => CheckFeed(ct));
        await using var registry = await RegistryAccess.OpenImpatiently(request.Registry, environment, ct);
        var answers = await Try("registry", () => CheckRegistry(registry.Client, ct));
        await Try("repository", () => CheckRepository(answers ? registry : null, ct));
        return _findings;
    }

    private async Task CheckFeed(Ct ct)
    {
        using var feed = PackageFeeds.Open(request.Feed, environment);
        if ((await feed.Check(ct)).Note is { } note)
        {
            terminal.Note($"{feed.Name}: {note}");
        }
    }

    private async Task CheckRegistry(Client client, Ct ct)
    {
        var identity = await client.WhoAmIAsync(ct);
        if (CheckFindings.OfIdentity(client.Registry, identity) is { } finding)
        {
            _findings.Add(finding);
        }
    }

    private async Task CheckRepository(RegistryAccess? registry, Ct ct)
    {
        var targets = await ReleaseTargets.Read(new DirectoryInfo(environment.Folder), environment, ct);
        await CheckChanges(targets, ct);
        var project = targets.Project(request.Tag, request.Project, environment.Folder);
        var tag = request.Tag ?? targets.TagOf(project) ?? await Untagged(registry, targets, project, ct);
        var target = await targets.Planned(tag, project, ct);
        using var folder = new WorkFolder();
        await Try("project", async () =>
        {
            var built = await new ReleaseBuilding(environment, terminal).Look(target, folder.Path, ct);
            _findings.AddRange(built.Models.Findings);
            _findings.AddRange(PackageMetadata.Check(built.Packages));
            var isRegistered = false;
            if (registry is not null && built.Models.Models.Count > 0)
            {
                await Try("registry", async () => isRegistered = (await registry.Client.Releases.CheckAsync(built.Request, ct)).Outcome == "unchanged");
            }

            // Of what is registered the record answers, whatever is built today.
            if (_feedAnswers && !isRegistered)
            {
                await Try("feed", () => ComparePackages(built.Packages, ct));
            }
        });
    }

    private async Task ComparePackages(IReadOnlyList<BuiltPackage> packages, Ct ct)
    {
        using var feed = PackageFeeds.Open(request.Feed, environment);
        foreach (var package in packages)
        {
            await Try(package.Id, async () =>
            {
                if (await feed.Compare(package.File, ct) is { Outcome: PushOutcome.ContentDiffers } other)
                {
                    throw ReleaseErrors.PackageDiffers(other.Package, feed.Name);
                }
            });
        }
    }

    private async Task CheckChanges(ReleaseTargets targets, Ct ct)
    {
        if (targets.Changes.Count == 0)
        {
            return;
        }

        var outputs = IgnoredOutputs.Missing(targets.Changes);
        if (outputs.Count > 0 && request.Fix)
        {
            await IgnoredOutputs.Add(targets.Workspace.Root, outputs, ct);
            terminal.Note($"added {string.Join(", ", outputs)} to .gitignore; commit it");
            targets = await ReleaseTargets.Read(new DirectoryInfo(environment.Folder), environment, ct);
        }

        _findings.Add(outputs.Count > 0 && !request.Fix ? CheckFindings.OutputsNotIgnored(outputs) : CheckFindings.Changed(targets.Changes));
    }

    private async Task<string> Untagged(RegistryAccess? registry, ReleaseTargets targets, ReleaseProject project, Ct ct)
    {
        var tag = registry is null ? $"{project.TagPrefix}1.0.0" : await NextTag.Of(registry.Client, project, await targets.IdOf(project, ct), ct);
        terminal.Note($"HEAD has no version tag; checked as {tag}");
        return tag;
    }

    // One check that fails does not keep the others from being made.
    private async Task<bool> Try(string place, Func<Task> check)
    {
        try
        {
            await check();
            return true;
        }
        catch (CommandFailedException e)
        {
            _findings.Add(new(e.Code, Severity.Error, e.Message, e.Value ?? place, e.Remedy));
        }
        catch (MlpException e)
        {
            _findings.Add(new(e.Code, Severity.Error, e.Message, e.Value ?? place, e.Remedy ?? "see docs/errors.md"));
        }

        return false;
    }
}
