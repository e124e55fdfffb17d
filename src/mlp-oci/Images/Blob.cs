namespace Mlp.Oci;

/// <summary>Content with its name and with where its bytes come from.</summary>
/// <param name="Descriptor">Its name.</param>
/// <param name="Content">Its bytes.</param>
public sealed record Blob(Descriptor Descriptor, BlobContent Content)
{
    /// <summary>The repository that has it, from which its registry can mount it into others.</summary>
    internal BlobHome? Home { get; init; }

    /// <summary>A blob of bytes in memory.</summary>
    public static Blob Of(string mediaType, ReadOnlyMemory<byte> bytes) =>
        new(new(mediaType, OciDigest.Of(bytes.Span), bytes.Length), BlobContent.Of(bytes));

    /// <summary>Opens the bytes; reading them to the end checks size and digest.</summary>
    public async Task<Stream> OpenVerified(Ct ct) => new VerifyingStream(await Content.Open(0, ct), Descriptor);
}

/// <summary>A repository of a registry, as one that has a blob.</summary>
internal sealed record BlobHome(string Registry, string Repository);
