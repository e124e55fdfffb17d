using System.Text.Json.Nodes;

namespace Mlp.Oci;

/// <summary>What an image is composed on: one platform or several.</summary>
public sealed class BaseImage
{
    private const int LargestConfig = 8 << 20;

    private BaseImage(Descriptor? descriptor, bool isIndex, IReadOnlyList<BasePlatform> platforms) =>
        (Descriptor, IsIndex, OfPlatforms) = (descriptor, isIndex, platforms);

    /// <summary>The base's own name; none where there is no base.</summary>
    public Descriptor? Descriptor { get; }

    /// <summary>The platforms, in the order of the index.</summary>
    public IReadOnlyList<Platform> Platforms => [.. OfPlatforms.Select(p => p.Platform)];

    internal bool IsIndex { get; }

    internal IReadOnlyList<BasePlatform> OfPlatforms { get; }

    /// <summary>Nothing below the layers.</summary>
    public static BaseImage None(Platform platform) => new(null, false, [new(platform, new JsonObject(), [])]);

    /// <summary>Opens a base by tag or digest, with its Linux platforms; other systems' and attestations are left out.</summary>
    /// <param name="source">The repository or the layout.</param>
    /// <param name="tagOrDigest">Which image there.</param>
    /// <param name="only">The platforms that are wanted; all where there are none. One that the base does not have is an error.</param>
    public static async Task<BaseImage> Open(IImageSource source, string tagOrDigest, IReadOnlyList<Platform> only, Ct ct)
    {
        var image = await Image.Open(source, tagOrDigest, ct);
        if (!image.IsIndex)
        {
            return Single(image, await Read(image.Manifests[0], ct), only);
        }

        var usable = image.Manifests.Where(m => m.Descriptor.Platform is { Os: "linux", IsUnknown: false }).ToList();
        var wanted = only.Count == 0 ? usable : [.. only.Select(p => usable.Find(m => m.Descriptor.Platform!.Fits(p)) ?? throw Missing(image, p))];
        return wanted.Count > 0
            ? new(image.Descriptor, true, await Task.WhenAll(wanted.Distinct().Select(m => Read(m, ct))))
            : throw Missing(image, new("linux", "any architecture"));
    }

    private static BaseImage Single(Image image, BasePlatform platform, IReadOnlyList<Platform> only)
    {
        if (platform.Platform.Os != "linux")
        {
            throw Missing(image, new("linux", platform.Platform.Architecture));
        }

        return only.FirstOrDefault(p => !platform.Platform.Fits(p)) is { } other
            ? throw Missing(image, other)
            : new(image.Descriptor, false, [platform]);
    }

    private static async Task<BasePlatform> Read(ImageManifest manifest, Ct ct)
    {
        var config = manifest.Config.Descriptor;
        if (config.Size > LargestConfig)
        {
            throw new OciException(OciErrors.TooLarge, $"the image configuration {config.Digest} has {config.Size} bytes",
                config.Digest.ToString(), $"at most {LargestConfig} are read");
        }

        await using var stream = await manifest.Config.OpenVerified(ct);
        var bytes = new byte[config.Size];
        await stream.ReadExactlyAsync(bytes, ct);
        return BasePlatform.From(manifest, bytes);
    }

    private static OciException Missing(Image image, Platform platform) =>
        new(OciErrors.NoSuchPlatform, $"the base image {image.Digest} is not there for {platform}", platform.ToString(),
            $"choose another base, or among {string.Join(", ", image.Manifests.Select(m => m.Descriptor.Platform).OfType<Platform>().Where(p => !p.IsUnknown))}");
}
