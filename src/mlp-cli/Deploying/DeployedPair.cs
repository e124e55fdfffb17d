using Mlp.Wire;

namespace Mlp.Cli.Deploying;

/// <summary>What became of a pair, for programs.</summary>
/// <param name="Type">The model type.</param>
/// <param name="TypeVersion">The version that serves now; null where nothing does.</param>
/// <param name="Parameters">The parameters name.</param>
/// <param name="ParametersVersion">The version that serves now.</param>
/// <param name="Target">Where.</param>
/// <param name="Action">What was to be done.</param>
/// <param name="Outcome"><c>deployed</c>, <c>retired</c>, <c>unchanged</c>, <c>outdated</c>, <c>failed</c>; <c>planned</c> of a dry run.</param>
/// <param name="Endpoint">Where it is called.</param>
/// <param name="Image">The image that serves, where one does.</param>
/// <param name="Error">Why it failed.</param>
/// <param name="Wanted">What it failed to replace that by.</param>
internal sealed record DeployedPair(
    string Type, string? TypeVersion, string Parameters, string? ParametersVersion, string Target, string Action, string Outcome, string? Endpoint = null, string? Image = null, string? Error = null, PairVersions? Wanted = null);
