using Mlp.Wire;

namespace Mlp.Cli.Deploying;

/// <summary>What is to become of one pair on the target.</summary>
/// <param name="Action">One of <see cref="DeployAction"/>.</param>
/// <param name="Type">The model type.</param>
/// <param name="Parameters">The parameters name.</param>
/// <param name="Wanted">The pair that is to serve; null where nothing is.</param>
/// <param name="Current">What serves now.</param>
internal sealed record PlannedDeployment(string Action, string Type, string Parameters, Pair? Wanted, Deployment? Current)
{
    public bool IsWork => Action is DeployAction.New or DeployAction.Replace or DeployAction.Retire;

    public string Text => Action switch
    {
        DeployAction.New => $"new        {Type} {Wanted!.TypeVersion} with {Parameters} {Wanted.ParametersVersion}",
        DeployAction.Replace => $"replace    {Type} {Versions(Current!.TypeVersion, Wanted!.TypeVersion)} with {Parameters} {Versions(Current.ParametersVersion, Wanted.ParametersVersion)}",
        DeployAction.Retire => $"retire     {Type} {Current!.TypeVersion} with {Parameters} {Current.ParametersVersion}",
        DeployAction.Outdated => $"outdated   {Type} {Current!.TypeVersion} with {Parameters} {Current.ParametersVersion}: no pair any more; --prune retires it",
        _ => $"unchanged  {Type} {Current!.TypeVersion} with {Parameters} {Current.ParametersVersion}",
    };

    private static string Versions(string old, string wanted) => old == wanted ? wanted : $"{old} -> {wanted}";
}

/// <summary>What deploying does to a pair.</summary>
internal static class DeployAction
{
    public const string New = "new";
    public const string Replace = "replace";
    public const string Unchanged = "unchanged";
    public const string Retire = "retire";
    public const string Outdated = "outdated";
}
