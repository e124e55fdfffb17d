namespace Mlp.Server.Hosting;

/// <summary>The route passes queries on, to somebody who understands them.</summary>
internal sealed record AnyQuery;
