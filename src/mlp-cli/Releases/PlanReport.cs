using Mlp.Wire;

namespace Mlp.Cli.Releases;

/// <summary>What tagging a commit would come to, as <c>mlp plan</c> tells it.</summary>
internal sealed record PlanReport(string Tag, string Commit, ReleasePlan Plan)
{
    /// <summary>The pairs that would become the latest.</summary>
    public IReadOnlyList<PlannedPair> Pairs { get; } =
    [
        .. from model in Plan.Models
           from parameters in model.Parameters
           let after = parameters.After
           where after is not null && after != parameters.Now
           select new PlannedPair(model.Name, after.TypeVersion, parameters.Name, after.ParametersVersion, model.Standalone),
    ];

    /// <summary>What runs today and would have no parameters that fit the new version.</summary>
    public IReadOnlyList<PlannedBreak> Breaks { get; } =
    [
        .. from model in Plan.Models
           from parameters in model.Parameters
           let now = parameters.Now
           where parameters.Fits is null && now is not null && IsHigher(Plan.Version, now.TypeVersion)
           select new PlannedBreak(model.Name, Plan.Version, parameters.Name, now),
    ];

    private static bool IsHigher(string version, string other) => TypeVersion.Parse(version) > TypeVersion.Parse(other);
}

/// <summary>A pair that would become the latest; a standalone one needs an image.</summary>
internal sealed record PlannedPair(string Type, string TypeVersion, string Parameters, string ParametersVersion, bool NeedsImage);

/// <summary>Parameters that fit the model type today, and would not fit its new version.</summary>
internal sealed record PlannedBreak(string Type, string TypeVersion, string Parameters, PairVersions Now)
{
    public string Remedy => $"publish {Parameters} from {Type} {TypeVersion}, or link a version by hand: mlp compat add {Type}@{TypeVersion} {Parameters}@{Now.ParametersVersion}";
}
