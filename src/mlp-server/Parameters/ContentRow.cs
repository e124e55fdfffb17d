namespace Mlp.Server.Parameters;

/// <summary>Uploaded parameters as kept.</summary>
internal sealed record ContentRow
{
    public long Size { get; init; }

    public string Files { get; init; } = "";
}
