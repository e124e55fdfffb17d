namespace Mlp.Wire;

/// <summary>That a version of a model type and a version of parameters fit.</summary>
public sealed record CompatibilityLink(string Type, string TypeVersion, string Parameters, string ParametersVersion, LinkOrigin Origin);

/// <summary>Where a link comes from.</summary>
/// <param name="Kind"><c>published</c>, <c>inherited</c> or <c>manual</c>.</param>
/// <param name="FromTypeVersion">Inherited: from this version of the model type.</param>
/// <param name="FromParametersVersion">Inherited: from this version of the parameters.</param>
/// <param name="By">Manual: added by.</param>
/// <param name="At">Manual: added at.</param>
/// <param name="Reason">Manual: the reason given.</param>
public sealed record LinkOrigin(
    string Kind,
    string? FromTypeVersion = null,
    string? FromParametersVersion = null,
    string? By = null,
    DateTimeOffset? At = null,
    string? Reason = null);

/// <summary>Adds or removes a link by hand.</summary>
public sealed record ChangeLink(string Type, string TypeVersion, string Parameters, string ParametersVersion, string? Reason = null);

/// <summary>The answer to a changed link.</summary>
/// <param name="Outcome"><c>added</c>, <c>removed</c> or <c>unchanged</c>.</param>
public sealed record ChangedLink(string Outcome);

/// <summary>The latest model of a type with parameters of a name: the unit that is deployed.</summary>
/// <param name="Digest">What the parameters' archive is known by.</param>
/// <param name="Size">The length of the parameters' archive.</param>
/// <param name="BundleDigest">What the model's bundle is known by; null where the release has none.</param>
public sealed record Pair(
    string Type,
    string TypeVersion,
    string Parameters,
    string ParametersVersion,
    string Project,
    bool Standalone,
    string Digest,
    long Size,
    string? BundleDigest);

/// <summary>Why a pair was chosen, or why there is none.</summary>
/// <param name="Chosen">The pair, or null.</param>
/// <param name="Rule">The rule that was applied, in words.</param>
/// <param name="Remedy">What to do where nothing was chosen.</param>
/// <param name="Candidates">What was looked at, the best first.</param>
/// <param name="Truncated">Whether there are more candidates than are shown.</param>
public sealed record Why(Pair? Chosen, string Rule, string? Remedy, IReadOnlyList<WhyCandidate> Candidates, bool Truncated);

/// <summary>One candidate, and what was decided of it.</summary>
/// <param name="TypeVersion">The model type's version.</param>
/// <param name="ParametersVersion">The parameters' version; null where the whole type version was decided at once.</param>
/// <param name="Verdict"><c>chosen</c> or <c>rejected</c>.</param>
/// <param name="Reason">Why.</param>
/// <param name="Origin">Where a link exists: its origin.</param>
public sealed record WhyCandidate(string TypeVersion, string? ParametersVersion, string Verdict, string Reason, LinkOrigin? Origin = null);

/// <summary>Something that a search found.</summary>
/// <param name="Kind"><c>type</c>, <c>type-version</c>, <c>parameters</c> or <c>parameters-version</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version, where the version matched.</param>
/// <param name="Description">What it says of itself.</param>
/// <param name="Metadata">The keys and values that matched.</param>
public sealed record SearchHit(string Kind, string Name, string? Version, string? Description, IReadOnlyDictionary<string, string> Metadata);
