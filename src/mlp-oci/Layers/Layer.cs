namespace Mlp.Oci;

/// <summary>A layer to put on an image.</summary>
/// <param name="Blob">The bytes as they are stored and sent, compressed or not.</param>
/// <param name="DiffId">The digest of the tar within; the blob's own where it is not compressed.</param>
/// <param name="Name">What the layer is, for the image's history: <c>serving</c>, <c>model</c>.</param>
public sealed record Layer(Blob Blob, OciDigest DiffId, string Name)
{
    /// <summary>A file that is a plain tar: its digest is the layer's digest and its diff id at once.</summary>
    public static Layer OfTar(string name, string path, OciDigest digest, long size) =>
        new(new(new(MediaTypes.TarLayer, digest, size), BlobContent.OfFile(path)), digest, name);

    /// <summary>A file that is a tar compressed with gzip, whose digests are known.</summary>
    public static Layer OfGzip(string name, string path, OciDigest digest, long size, OciDigest diffId) =>
        new(new(new(MediaTypes.GzipLayer, digest, size), BlobContent.OfFile(path)), diffId, name);
}
