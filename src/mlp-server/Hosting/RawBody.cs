namespace Mlp.Server.Hosting;

/// <summary>Marks a route whose body is bytes, not JSON.</summary>
internal sealed record RawBody(string ContentType);
