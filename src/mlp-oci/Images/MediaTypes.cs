namespace Mlp.Oci;

/// <summary>The media types that this library writes, and those of Docker that it reads.</summary>
public static class MediaTypes
{
    /// <summary>An index: one manifest per platform.</summary>
    public const string Index = "application/vnd.oci.image.index.v1+json";

    /// <summary>The manifest of an image or of an artifact.</summary>
    public const string Manifest = "application/vnd.oci.image.manifest.v1+json";

    /// <summary>An image's configuration.</summary>
    public const string Config = "application/vnd.oci.image.config.v1+json";

    /// <summary>A layer as an uncompressed tar: its digest is its diff id.</summary>
    public const string TarLayer = "application/vnd.oci.image.layer.v1.tar";

    /// <summary>A layer as a tar compressed with gzip.</summary>
    public const string GzipLayer = "application/vnd.oci.image.layer.v1.tar+gzip";

    /// <summary>The configuration of an artifact that has none: <c>{}</c>.</summary>
    public const string Empty = "application/vnd.oci.empty.v1+json";

    internal const string DockerIndex = "application/vnd.docker.distribution.manifest.list.v2+json";
    internal const string DockerManifest = "application/vnd.docker.distribution.manifest.v2+json";

    internal static readonly string[] Accepted = [Index, Manifest, DockerIndex, DockerManifest];

    internal static bool IsIndex(string mediaType) => mediaType is Index or DockerIndex;

    internal static bool IsManifest(string mediaType) => mediaType is Manifest or DockerManifest;

    /// <summary>The same bytes under OCI's name, so that a manifest never mixes the two families.</summary>
    internal static string OfLayer(string mediaType) => mediaType switch
    {
        "application/vnd.docker.image.rootfs.diff.tar.gzip" => GzipLayer,
        "application/vnd.docker.image.rootfs.diff.tar" => TarLayer,
        "application/vnd.docker.image.rootfs.diff.tar.zstd" => "application/vnd.oci.image.layer.v1.tar+zstd",
        "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip" => "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip",
        _ => mediaType,
    };
}
