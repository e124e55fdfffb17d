using System.Collections.Concurrent;
using Mlp.Oci;
using Mlp.Wire;
using Blob = Mlp.Oci.Blob;

namespace Mlp.Cli.Images;

/// <summary>The layers that the registry keeps: models and parameters. Their bytes are read when a container registry wants them, and not before.</summary>
/// <param name="client">The registry.</param>
/// <param name="cache">Keeps what bundles consist of, by digest: most pairs differ from earlier ones in their parameters alone.</param>
internal sealed class RegistryLayers(Client client, string cache)
{
    private const int LargestManifest = 4 << 20;
    private readonly ConcurrentDictionary<string, Lazy<Task<Layer>>> _models = new(StringComparer.Ordinal);

    /// <summary>The model's layer: pairs of one release share it.</summary>
    public Task<Layer> Model(Pair pair, Ct ct) =>
        _models.GetOrAdd(pair.BundleDigest ?? throw ImageErrors.NoBundle(pair.Type, pair.TypeVersion), digest => new(() => ReadModel(Digest.Parse(digest), ct))).Value;

    /// <summary>The parameters' layer: the published archive as it is.</summary>
    public Layer Parameters(Pair pair)
    {
        var digest = OciDigest.Parse(pair.Digest);
        return new(Blob(MediaTypes.TarLayer, digest, pair.Size), digest, "parameters");
    }

    private async Task<Layer> ReadModel(Digest bundle, Ct ct)
    {
        var manifest = ModelBundle.ReadManifest(await Known(bundle, ct));
        var layer = manifest.Layer;
        return new(Blob(MediaTypes.GzipLayer, OciDigest.Parse(layer.Digest), layer.Size), OciDigest.Parse(layer.DiffId), "model");
    }

    private Blob Blob(string mediaType, OciDigest digest, long size) =>
        new(new Descriptor(mediaType, digest, size), BlobContent.From(ct => client.Blobs.OpenAsync(Digest.Parse($"{digest}"), ct)));

    private async Task<byte[]> Known(Digest bundle, Ct ct)
    {
        var file = Path.Combine(cache, bundle.Hex);
        if (File.Exists(file) && await File.ReadAllBytesAsync(file, ct) is var known && Digest.Of(known) == bundle)
        {
            return known;
        }

        var bytes = await Bytes(bundle, ct);
        Directory.CreateDirectory(cache);
        var partial = $"{file}.{Path.GetRandomFileName()}";
        await File.WriteAllBytesAsync(partial, bytes, ct);
        File.Move(partial, file, overwrite: true);
        return bytes;
    }

    private async Task<byte[]> Bytes(Digest digest, Ct ct)
    {
        await using var content = await client.Blobs.OpenAsync(digest, ct);
        var bytes = new byte[LargestManifest];
        var read = await content.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, ct);
        return bytes[..read];
    }
}
