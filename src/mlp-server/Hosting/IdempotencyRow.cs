namespace Mlp.Server.Hosting;

internal sealed record IdempotencyRow
{
    public string Fingerprint { get; init; } = "";

    public long Status { get; init; }

    public string Answer { get; init; } = "";
}
