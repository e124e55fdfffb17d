namespace Mlp.Server.Hosting;

/// <summary>Marks a route that machines ask every few seconds: it is no activity, and no line in the log.</summary>
internal sealed record HealthCheck;
