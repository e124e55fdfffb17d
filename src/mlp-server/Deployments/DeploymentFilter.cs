namespace Mlp.Server.Deployments;

/// <summary>Which deployments to list; null is any.</summary>
/// <param name="Type">Of this model type.</param>
/// <param name="Parameters">With these parameters.</param>
/// <param name="Target">On this target.</param>
/// <param name="At">What served at this time.</param>
/// <param name="State">In this state.</param>
internal sealed record DeploymentFilter(string? Type, string? Parameters, string? Target, DateTimeOffset? At, string? State);
