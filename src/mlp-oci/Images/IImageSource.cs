namespace Mlp.Oci;

/// <summary>What images are read from: a repository of a registry, or an OCI layout.</summary>
public interface IImageSource
{
    /// <summary>What the source is called in messages.</summary>
    string Name { get; }

    /// <summary>Reads a manifest or index by tag or digest, checked; none is null. For <see cref="Image.Open"/>.</summary>
    internal Task<ManifestDocument?> FindManifest(string tagOrDigest, Ct ct);

    /// <summary>The blob that a descriptor names; its bytes are opened when they are read.</summary>
    internal Blob BlobOf(Descriptor descriptor);
}
