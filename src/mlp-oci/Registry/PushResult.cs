namespace Mlp.Oci;

/// <summary>What happened to a blob of a pushed image.</summary>
public enum PushOutcome
{
    /// <summary>The repository had it.</summary>
    AlreadyThere,

    /// <summary>The registry had it in another repository and now has it in this one, too.</summary>
    Mounted,

    /// <summary>It was sent.</summary>
    Uploaded,
}

/// <summary>A blob of a pushed image.</summary>
/// <param name="Descriptor">The blob.</param>
/// <param name="Outcome">What happened to it.</param>
public sealed record PushedBlob(Descriptor Descriptor, PushOutcome Outcome)
{
    /// <summary>How many bytes had to be sent.</summary>
    public long BytesSent => Outcome == PushOutcome.Uploaded ? Descriptor.Size : 0;
}

/// <summary>What a push did.</summary>
/// <param name="Descriptor">The image as it is in the repository now.</param>
/// <param name="IsUnchanged">Whether the repository had the image under all its tags.</param>
/// <param name="Blobs">What happened to its blobs.</param>
/// <param name="ManifestBytesSent">How many bytes of manifests had to be sent.</param>
public sealed record PushResult(Descriptor Descriptor, bool IsUnchanged, IReadOnlyList<PushedBlob> Blobs, long ManifestBytesSent)
{
    /// <summary>The image's digest.</summary>
    public OciDigest Digest => Descriptor.Digest;

    /// <summary>How many bytes of blobs had to be sent.</summary>
    public long BlobBytesSent => Blobs.Sum(b => b.BytesSent);
}
