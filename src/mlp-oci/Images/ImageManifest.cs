namespace Mlp.Oci;

/// <summary>One platform's image: a configuration and layers.</summary>
public sealed class ImageManifest
{
    internal ImageManifest(ManifestDocument document, Descriptor descriptor, Blob config, IReadOnlyList<Blob> layers) =>
        (Document, Descriptor, Config, Layers) = (document, descriptor, config, layers);

    /// <summary>The manifest's own name, with the platform where an index says it.</summary>
    public Descriptor Descriptor { get; }

    /// <summary>The configuration.</summary>
    public Blob Config { get; }

    /// <summary>The layers, the lowest first.</summary>
    public IReadOnlyList<Blob> Layers { get; }

    internal ManifestDocument Document { get; }

    internal IEnumerable<Blob> Blobs => Layers.Append(Config);

    internal static ImageManifest Read(IImageSource source, ManifestDocument document, Descriptor descriptor)
    {
        var (config, layers) = document.Content();
        return new(document, descriptor, source.BlobOf(config), [.. layers.Select(source.BlobOf)]);
    }
}
