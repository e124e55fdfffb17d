using Mlp.Wire;

namespace Mlp.Cli.Releases;

/// <summary>What speaks against a release.</summary>
internal static class ReleaseErrors
{
    private const string NameTwice = "MLP7502";

    public static CommandFailedException Moved(ReleaseTarget target, Release release) => new(
        "MLP7501",
        release.Commit == target.Commit.Id
            ? $"{target.Id} {target.Version} was registered from this commit with other changes (tree {release.Tree}, now {target.Commit.Tree})"
            : $"{target.Id} {target.Version} was registered from commit {release.Commit} (tag '{release.Tag}'); HEAD is {target.Commit.Id}",
        target.Tag,
        "tag with a new version: versions are never reused");

    public static Finding SameNameInProjects(string model, IReadOnlyList<string> projects) => new(
        NameTwice, Severity.Error, $"the model '{model}' is declared in {string.Join(" and ", projects)}", projects[0], "give one of them another name");

    public static CommandFailedException Findings(IReadOnlyList<Finding> errors) => new(
        errors[0].Code,
        errors.Count == 1 ? errors[0].Fact : $"{errors.Count} models cannot be released: {string.Join("; ", errors.Select(error => $"{error.Place}: {error.Fact}"))}",
        errors[0].Place,
        errors[0].Remedy);

    public static CommandFailedException NothingToRelease() => new(
        "MLP7503", "every model of the project is turned off in mlp.json", null, "set one of 'models' to true");

    public static CommandFailedException PackageDiffers(PackageIdentity package, string feed) => new(
        "MLP7504",
        $"{feed} has another {package.Id} {package.Version}, and packages are never replaced",
        $"{package.Id} {package.Version}",
        "build with the SDK that built it, or tag a new version");

    public static CommandFailedException DirtyFromAfar(string registry) => new(
        "MLP7505", "what no commit holds can be registered on this machine only", registry, "commit and tag, or leave --registry and MLP_REGISTRY out");

    public static CommandFailedException DependenciesUnreadable(string file, Exception cause) => new(
        "MLP7508", $"what the build wrote of the project's packages cannot be read: {cause.Message}", file, "remove bin and obj, and build again", cause);

    public static CommandFailedException LocalFromAfar(ProjectId project, string registry) => new(
        "MLP7509",
        $"the repository has no origin, so {registry} could not tell its project from others",
        project.Text,
        "add one with 'git remote add origin …', or write a 'project' into mlp.json");

    public static CommandFailedException BuiltOtherwise(Release release, ReleaseStep done, Digest built) => new(
        "MLP7515",
        $"step '{done.Step}' of the release of '{release.Tag}' was finished with {done.Digest ?? "no digest"}; what was built here now is {built}",
        release.Tag,
        "build with the SDK that it was built with, or tag a new version; where it is not registered yet, 'mlp release abandon' gives it up");

    public static CommandFailedException NoRelease(string tag, ProjectId project) => new(
        "MLP7506", $"{project} has no release of '{tag}'", tag, "see 'mlp list releases'");

    public static CommandFailedException NotOpen(Release release) => new(
        "MLP7507", $"the release of '{release.Tag}' is {release.State}; there is nothing to go on with", release.Tag, "tag a new version to release again");

    public static CommandFailedException PairsNotDeployed(Release release, int failed, int all) => new(
        "MLP7516",
        $"'{release.Tag}' is registered, but {failed} of {all} pairs {(failed == 1 ? "was" : "were")} not deployed",
        release.Tag,
        $"the lines above say why; the others serve. Go on with: mlp release resume {release.Tag}");

    public static CommandFailedException NotDeployed(Release release, string why, string? remedy, Exception cause) => new(
        "MLP7516", $"'{release.Tag}' is registered, but nothing was deployed: {why}", release.Tag, $"{(remedy is null ? "" : $"{remedy}; ")}then go on with: mlp release resume {release.Tag}", cause);
}
