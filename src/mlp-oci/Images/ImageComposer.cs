namespace Mlp.Oci;

/// <summary>Puts layers and a configuration on a base. Nothing is read or written but small JSON: the same input gives the same digests anywhere.</summary>
public static class ImageComposer
{
    /// <summary>Composes the image: one manifest per platform of the base, under an index if the base has one.</summary>
    public static Image Compose(BaseImage baseImage, IReadOnlyList<Layer> layers, ImageSpec spec)
    {
        spec.Check();
        var manifests = baseImage.OfPlatforms.Select(platform => Manifest(platform, layers, spec)).ToList();
        return baseImage.IsIndex
            ? new(ManifestWriter.Index(manifests.Select(m => m.Descriptor), spec.Annotations), manifests)
            : new(manifests[0].Document, manifests);
    }

    private static ImageManifest Manifest(BasePlatform platform, IReadOnlyList<Layer> layers, ImageSpec spec)
    {
        var config = Blob.Of(MediaTypes.Config, ConfigWriter.Write(platform, layers, spec));
        Blob[] all = [.. platform.Layers, .. layers.Select(l => l.Blob)];
        var document = ManifestWriter.Manifest(config.Descriptor, all.Select(b => b.Descriptor), spec.Annotations);
        return new(document, document.Descriptor with { Platform = platform.Platform }, config, all);
    }
}
