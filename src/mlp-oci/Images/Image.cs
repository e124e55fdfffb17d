namespace Mlp.Oci;

/// <summary>An image: one manifest, or several under an index. Its bytes are read where it is written to.</summary>
public sealed class Image
{
    private const string NestedRemedy = "name one of its images by digest";

    internal Image(ManifestDocument root, IReadOnlyList<ImageManifest> manifests) => (Root, Manifests) = (root, manifests);

    /// <summary>What names the image: the index where there is one, else the manifest.</summary>
    public Descriptor Descriptor => Root.Descriptor;

    /// <summary>What names the image, alone.</summary>
    public OciDigest Digest => Descriptor.Digest;

    /// <summary>The bytes of the index or manifest that names the image.</summary>
    public ReadOnlyMemory<byte> ManifestBytes => Root.Bytes;

    /// <summary>The manifests, in the order of the index.</summary>
    public IReadOnlyList<ImageManifest> Manifests { get; }

    /// <summary>Whether an index holds the manifests together.</summary>
    public bool IsIndex => Root.IsIndex;

    internal ManifestDocument Root { get; }

    /// <summary>Opens an image by tag or digest, with all its platforms and exactly as it is there.</summary>
    public static async Task<Image> Open(IImageSource source, string tagOrDigest, Ct ct) =>
        await Find(source, tagOrDigest, ct)
        ?? throw new OciException(OciErrors.NotFound, $"{source.Name} has no image '{tagOrDigest}'", tagOrDigest, "check the reference, and that the credentials may read there");

    /// <summary>As <see cref="Open"/>; none is null.</summary>
    public static async Task<Image?> Find(IImageSource source, string tagOrDigest, Ct ct)
    {
        if (await source.FindManifest(tagOrDigest, ct) is not { } root)
        {
            return null;
        }

        if (!root.IsIndex)
        {
            return new(root, [ImageManifest.Read(source, root, root.Descriptor)]);
        }

        var manifests = await Task.WhenAll(root.Manifests().Select(m => Manifest(source, m, ct)));
        return new(root, manifests);
    }

    /// <summary>The manifest for a platform.</summary>
    public ImageManifest ManifestFor(Platform platform) =>
        Manifests.FirstOrDefault(m => m.Descriptor.Platform?.Fits(platform) ?? !IsIndex)
        ?? throw new OciException(OciErrors.NoSuchPlatform, $"the image {Digest} is not there for {platform}", platform.ToString(),
            $"it is there for {string.Join(", ", Manifests.Select(m => m.Descriptor.Platform))}");

    private static async Task<ImageManifest> Manifest(IImageSource source, Descriptor descriptor, Ct ct)
    {
        if (!MediaTypes.IsManifest(descriptor.MediaType))
        {
            throw new OciException(OciErrors.InvalidManifest, $"an index names content of type '{descriptor.MediaType}'", descriptor.Digest.ToString(), NestedRemedy);
        }

        var document = await source.FindManifest(descriptor.Digest.ToString(), ct)
            ?? throw new OciException(OciErrors.NotFound, $"{source.Name} has an index, but not the manifest {descriptor.Digest} that it names",
                descriptor.Digest.ToString(), "push the image again");
        return ImageManifest.Read(source, document, descriptor);
    }
}
