namespace Mlp.Wire;

/// <summary>What registering a release would come to.</summary>
/// <param name="Outcome">What opening it would answer: <c>opened</c>, <c>resumed</c> or <c>unchanged</c>.</param>
/// <param name="Project">The project's id.</param>
/// <param name="Version">The version that all its models would get.</param>
/// <param name="Models">What would become of each model.</param>
public sealed record ReleasePlan(string Outcome, string Project, string Version, IReadOnlyList<PlannedModel> Models);

/// <summary>What would become of one model.</summary>
/// <param name="Name">The model type's name.</param>
/// <param name="IsNew">Whether the type would be new to the registry.</param>
/// <param name="Standalone">Whether it is to run as a service of its own.</param>
/// <param name="InheritsFrom">The version whose links the new one would inherit; null where there is none.</param>
/// <param name="Parameters">Every parameters name that is linked to the type, before or after.</param>
public sealed record PlannedModel(string Name, bool IsNew, bool Standalone, string? InheritsFrom, IReadOnlyList<PlannedParameters> Parameters);

/// <summary>What would become of a model and one parameters name.</summary>
/// <param name="Name">The parameters name.</param>
/// <param name="Links">How many of its versions the new version would be linked to; 1000 stands for more, too.</param>
/// <param name="Fits">The highest of them that is not deprecated; null where none would fit.</param>
/// <param name="Now">The pair as it is; null where there is none.</param>
/// <param name="After">The pair as it would be.</param>
public sealed record PlannedParameters(string Name, int Links, string? Fits, PairVersions? Now, PairVersions? After);

/// <summary>The two versions of a pair.</summary>
public sealed record PairVersions(string TypeVersion, string ParametersVersion);
