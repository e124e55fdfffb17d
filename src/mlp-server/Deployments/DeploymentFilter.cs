namespace Mlp.Server.Deployments;

/// <summary>Which deployments to list; null is any.</summary>
/// <param name="At">What served at this time.</param>
internal sealed record DeploymentFilter(string? Type, string? Parameters, string? Target, DateTimeOffset? At);
