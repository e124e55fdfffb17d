using System.Reflection;
using Mlp.Cli.Building;
using Mlp.Cli.Git;
using Mlp.Cli.Output;
using Mlp.Cli.Packages;

namespace Mlp.Cli.Checks;

/// <summary>Looks at all that the tool needs, one thing after the other, whatever is wrong with the others.</summary>
internal sealed class Doctor(EnvironmentSettings environment, string? registry, string? feed)
{
    private DirectoryInfo Folder { get; } = new(environment.Folder);

    public async Task<IReadOnlyList<Symptom>> Examine(Ct ct) =>
    [
        await Look("git", async () => new("git", Symptom.Ok, $"{await GitProgram.Find(environment.SearchPath).Version(ct)}")),
        await Look("repository", () => Repository(ct)),
        await Look("tags", () => Tags(ct)),
        await Look("sdk", () => Task.FromResult(new Symptom("sdk", Symptom.Ok, DotnetSdk.Find(Folder.FullName).Version))),
        await Look("feed", () => Feed(ct)),
        await Look("registry", () => Registry(ct)),
    ];

    private async Task<Symptom> Repository(Ct ct)
    {
        var repository = await GitRepository.Open(Folder, environment, ct);
        var changes = await repository.Changes(ct);
        return changes.Count == 0
            ? new("repository", Symptom.Ok, repository.Top.FullName)
            : new("repository", Symptom.Warning, $"{Written.Count(changes.Count, "change")} in no commit", "commit them before a release");
    }

    private async Task<Symptom> Tags(Ct ct)
    {
        var repository = await GitRepository.Open(Folder, environment, ct);
        var tags = await repository.Tags(ct);
        var here = tags.At(await repository.Head(ct));
        var found = here.Count == 0 ? "none at HEAD" : $"at HEAD: {string.Join(", ", here)}";
        return (repository.IsShallow, tags.MayBeIncomplete) switch
        {
            (true, _) => new("tags", Symptom.Warning, $"{found}; the clone is shallow and may lack others", "git fetch --tags --unshallow; in CI: GIT_DEPTH: 0 or fetch-depth: 0"),
            (false, true) => new("tags", Symptom.Warning, "there are none", "git fetch --tags; where there is none yet: git tag v1.0.0"),
            _ => new("tags", Symptom.Ok, found),
        };
    }

    private async Task<Symptom> Feed(Ct ct)
    {
        using var packages = PackageFeeds.Open(feed, environment);
        var check = await packages.Check(ct);
        return new("feed", Symptom.Ok, check.Note is null ? check.Feed : $"{check.Feed}: {check.Note}");
    }

    private async Task<Symptom> Registry(Ct ct)
    {
        await using var access = await RegistryAccess.OpenImpatiently(registry, environment, ct);
        var (info, identity) = (await access.Client.InfoAsync(ct), await access.Client.WhoAmIAsync(ct));
        var own = Own(typeof(Doctor).Assembly);
        var found = $"{access.Client.Registry}, version {info.Version}, as {identity.Name} ({identity.Role})";
        return MajorMinor(own) == MajorMinor(info.Version)
            ? new("registry", Symptom.Ok, found)
            : new("registry", Symptom.Warning, $"{found}; this tool is {own}", "update the older of the two: dotnet tool update --global mlp-cli");
    }

    private static string Own(Assembly assembly) => assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private static string MajorMinor(string version) => string.Join('.', version.Split('.', '-').Take(2));

    private static async Task<Symptom> Look(string what, Func<Task<Symptom>> look)
    {
        try
        {
            return await look();
        }
        catch (CommandFailedException e)
        {
            return new(what, Symptom.Bad, e.Message, e.Remedy, e.Code);
        }
        catch (MlpException e)
        {
            return new(what, Symptom.Bad, e.Message, e.Remedy, e.Code);
        }
    }
}
