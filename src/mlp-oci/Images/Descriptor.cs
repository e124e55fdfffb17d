namespace Mlp.Oci;

/// <summary>Names content: what it is, its digest and its size.</summary>
/// <param name="MediaType">What the content is.</param>
/// <param name="Digest">Its digest.</param>
/// <param name="Size">How many bytes it has.</param>
public sealed record Descriptor(string MediaType, OciDigest Digest, long Size)
{
    /// <summary>What it runs on, in an index.</summary>
    public Platform? Platform { get; init; }

    /// <summary>What kind of artifact it is, in a list of referrers.</summary>
    public string? ArtifactType { get; init; }

    /// <summary>What else is said of it.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = Nothing;

    internal static IReadOnlyDictionary<string, string> Nothing { get; } = new Dictionary<string, string>();
}
