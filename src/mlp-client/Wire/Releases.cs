namespace Mlp.Wire;

/// <summary>Opens a release: claims the names and versions of one pushed tag before anything leaves the machine.</summary>
/// <param name="Project">The project's id, e.g. <c>gitlab.example.org/beams/awake</c>, with <c>#prefix</c> in a monorepo.</param>
/// <param name="Runtime">What runs the models: <c>dotnet</c>.</param>
/// <param name="Tag">The tag as pushed, with the project's prefix.</param>
/// <param name="Commit">The commit the tag names, 40 or 64 hexadecimal digits.</param>
/// <param name="Tree">That commit's tree.</param>
/// <param name="Packages">The packages that are published with it, if any; each after those that it needs.</param>
/// <param name="Models">Every model of the project.</param>
/// <param name="Inherit">Whether the new versions inherit compatibility; null leaves it as the release was opened, and lets a new one inherit.</param>
/// <param name="CodeDigest">Tells whether the code is that of another release: a digest of all that it is built from, but not of its version.</param>
/// <param name="CommitTime">When the commit was made: images say that they were created then.</param>
public sealed record OpenRelease(
    string Project,
    string Runtime,
    string Tag,
    string Commit,
    string Tree,
    IReadOnlyList<PackageIdentity>? Packages,
    IReadOnlyList<ReleasedModel> Models,
    bool? Inherit = null,
    string? CodeDigest = null,
    DateTimeOffset? CommitTime = null);

/// <summary>A package by id and version.</summary>
public sealed record PackageIdentity(string Id, string Version);

/// <summary>One model of a release, as found in the assembly's metadata.</summary>
/// <param name="Name">The model type's name.</param>
/// <param name="Class">The class, with its namespace.</param>
/// <param name="Standalone">Whether it is to run as a service of its own.</param>
/// <param name="Description">A sentence for people.</param>
/// <param name="Metadata">Searchable keys and values.</param>
/// <param name="Input">What the model takes.</param>
/// <param name="Output">What it answers.</param>
/// <param name="Assembly">The assembly that holds the class.</param>
public sealed record ReleasedModel(
    string Name,
    string Class,
    bool Standalone = false,
    string? Description = null,
    IReadOnlyDictionary<string, string>? Metadata = null,
    string? Input = null,
    string? Output = null,
    string? Assembly = null);

/// <summary>What a release is at.</summary>
public static class ReleaseState
{
    /// <summary>Claimed, not yet registered; it can be resumed.</summary>
    public const string Open = "open";

    /// <summary>All of its model type versions exist.</summary>
    public const string Registered = "registered";

    /// <summary>Given up before it was registered; what it claimed is free again.</summary>
    public const string Abandoned = "abandoned";
}

/// <summary>The names of a release's steps, in their order.</summary>
public static class ReleaseSteps
{
    /// <summary>The order in which a release goes through its steps.</summary>
    public static IReadOnlyList<string> All { get; } =
        ["built", "packed", "package-pushed", "bundle-pushed", "registered", "images", "deployed"];

    /// <summary>Those that only a registered release goes through.</summary>
    public static IReadOnlyList<string> AfterRegistered { get; } = ["images", "deployed"];
}

/// <summary>Writes down what a step of a release came to.</summary>
/// <param name="Step">One of <see cref="ReleaseSteps"/>, but not <c>registered</c>, which the registry writes down itself.</param>
/// <param name="State"><c>started</c>, <c>done</c> or <c>failed</c>.</param>
/// <param name="Digest">What proves a finished step.</param>
/// <param name="Error">Why it failed.</param>
public sealed record RecordStep(string Step, string State, string? Digest = null, string? Error = null);

/// <summary>What a step of a release came to, as recorded; the last entry of a step counts.</summary>
/// <param name="Step">One of <see cref="ReleaseSteps"/>.</param>
/// <param name="State"><c>started</c>, <c>done</c> or <c>failed</c>.</param>
/// <param name="Digest">What proves a finished step.</param>
/// <param name="Error">Why it failed.</param>
/// <param name="Time">When the registry heard of it.</param>
/// <param name="By">Who told it.</param>
public sealed record ReleaseStep(string Step, string State, string? Digest, string? Error, DateTimeOffset Time, string By);

/// <summary>A release as recorded.</summary>
/// <param name="CodeUnchangedSince">The version of this project that was registered first with the same code, where it is another one.</param>
public sealed record Release(
    long Id,
    string Project,
    string Runtime,
    string Tag,
    string Version,
    string Commit,
    string Tree,
    IReadOnlyList<PackageIdentity> Packages,
    string? BundleDigest,
    string State,
    bool Inherit,
    DateTimeOffset OpenedAt,
    string OpenedBy,
    DateTimeOffset? CompletedAt,
    IReadOnlyList<ReleasedModel> Models,
    IReadOnlyList<ReleaseStep> Steps,
    string? CodeDigest = null,
    string? CodeUnchangedSince = null);

/// <summary>The answer to opening a release.</summary>
/// <param name="Outcome"><c>opened</c>, <c>resumed</c> or <c>unchanged</c> (registered before, from the same commit).</param>
/// <param name="Release">The record.</param>
public sealed record OpenedRelease(string Outcome, Release Release);

/// <summary>Completes a release: registers all of its models in one transaction.</summary>
/// <param name="BundleDigest">The bundle; its bytes must have been uploaded before.</param>
public sealed record CompleteRelease(string? BundleDigest = null);

/// <summary>The answer to completing a release.</summary>
/// <param name="Release">The record.</param>
/// <param name="Models">What became of each model.</param>
public sealed record CompletedRelease(Release Release, IReadOnlyList<RegisteredModel> Models);

/// <summary>One model of a completed release.</summary>
/// <param name="Name">The model type's name.</param>
/// <param name="Version">The version it was registered under.</param>
/// <param name="Outcome"><c>registered</c>, or <c>unchanged</c> where the record had it already.</param>
public sealed record RegisteredModel(string Name, string Version, string Outcome);
