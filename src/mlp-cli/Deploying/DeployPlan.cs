using Mlp.Wire;

namespace Mlp.Cli.Deploying;

/// <summary>What has to be done so that on a target the latest of every pair serves.</summary>
internal static class DeployPlan
{
    public static async Task<IReadOnlyList<PlannedDeployment>> Make(Client client, DeployScope scope, string target, bool prune, bool refresh, Ct ct)
    {
        var wanted = await scope.Pairs(client, ct).ToListAsync(ct);
        var serving = (await scope.Serving(client, target, ct).ToListAsync(ct)).ToDictionary(deployment => (deployment.Type, deployment.Parameters));
        var planned = wanted.Select(pair => Plan(pair, serving.GetValueOrDefault((pair.Type, pair.Parameters)), refresh)).ToList();
        var pairs = wanted.Select(pair => (pair.Type, pair.Parameters)).ToHashSet();
        var left = serving.Where(entry => !pairs.Contains(entry.Key)).Select(entry => entry.Value);
        planned.AddRange(left.Select(deployment => new PlannedDeployment(prune ? DeployAction.Retire : DeployAction.Outdated, deployment.Type, deployment.Parameters, null, deployment)));
        return [.. planned.OrderBy(each => each.Type, StringComparer.Ordinal).ThenBy(each => each.Parameters, StringComparer.Ordinal)];
    }

    private static PlannedDeployment Plan(Pair pair, Deployment? current, bool refresh) => new(
        current is null ? DeployAction.New
            : refresh || (pair.TypeVersion, pair.ParametersVersion) != (current.TypeVersion, current.ParametersVersion) ? DeployAction.Replace
            : DeployAction.Unchanged,
        pair.Type,
        pair.Parameters,
        pair,
        current);
}
