using System.IO.Compression;
using System.Security.Cryptography;

namespace Mlp;

/// <summary>What a release's models run from. It is brought back as files with every digest proved, and nothing is written outside of its folder.</summary>
public static class ModelBundle
{
    private const int BufferSize = 1 << 20;

    /// <summary>Downloads a bundle and unpacks it into a new folder, which appears whole or not at all.</summary>
    /// <param name="client">The registry that has it.</param>
    /// <param name="bundle">The bundle's digest, as a release records it.</param>
    /// <param name="folder">A folder that does not exist yet.</param>
    /// <param name="progress">Is told how far it is.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="MlpException">It is not there or damaged, or the folder exists.</exception>
    public static async Task<BundleManifest> FetchAsync(Client client, Digest bundle, string folder, IProgress<TransferProgress>? progress = null, Ct ct = default)
    {
        using var scratch = Scratch(folder);
        var manifestFile = scratch["manifest.json"];
        await client.Blobs.DownloadAsync(bundle, manifestFile, progress: null, ct);
        var manifest = new FileInfo(manifestFile).Length <= BundleFormat.LargestManifest
            ? BundleFormat.ReadManifest(await File.ReadAllBytesAsync(manifestFile, ct))
            : throw BundleFaults.Damaged($"its manifest has more than {BundleFormat.LargestManifest} bytes");
        await client.Blobs.DownloadAsync(Digest.Parse(manifest.Layer.Digest), scratch["layer"], progress, ct);
        await UnpackAsync(manifest, scratch["layer"], folder, ct);
        return manifest;
    }

    /// <summary>Reads a manifest, and checks everything that it says about itself.</summary>
    /// <exception cref="MlpException">It is no manifest of a bundle, or is damaged.</exception>
    public static BundleManifest ReadManifest(ReadOnlySpan<byte> json) => BundleFormat.ReadManifest(json);

    /// <summary>Unpacks a layer into a new folder, which appears whole or not at all.</summary>
    /// <param name="manifest">What the layer has to be.</param>
    /// <param name="layerFile">The layer's stored, compressed bytes.</param>
    /// <param name="folder">A folder that does not exist yet.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="MlpException">The layer is not what the manifest says, or the folder exists.</exception>
    public static async Task UnpackAsync(BundleManifest manifest, string layerFile, string folder, Ct ct = default)
    {
        using var scratch = Scratch(folder);
        await CheckLayer(manifest.Layer, layerFile, ct);
        await using var tar = new FileStream(scratch["tar"], FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
        await Inflate(manifest.Layer, layerFile, tar, ct);
        try
        {
            var index = new ArchiveReader(tar, BundleFormat.Limits, BundleFormat.Root).Read();
            await CheckContent(manifest.Bundle, index, tar, ct);
            await new ArchiveUnpacking(tar, index).To(Path.GetFullPath(folder), ct);
        }
        catch (InvalidArchiveException e)
        {
            throw BundleFaults.Damaged(e.Entry is null ? $"its layer: {e.Reason}" : $"entry '{e.Entry}': {e.Reason}", e);
        }
    }

    private static async Task CheckLayer(BundleLayer layer, string layerFile, Ct ct)
    {
        using var file = File.OpenHandle(layerFile, options: FileOptions.Asynchronous | FileOptions.SequentialScan);
        if (RandomAccess.GetLength(file) is var size && size != layer.Size)
        {
            throw BundleFaults.Damaged($"its layer has {size} bytes, expected {layer.Size}");
        }

        if (await ContentHash.Of(file, ct) is var digest && digest.Text != layer.Digest)
        {
            throw BundleFaults.Damaged($"its layer has the digest {digest}, expected {layer.Digest}");
        }
    }

    // What is unpacked is bounded by what the manifest says: a few bytes of gzip can stand for a thousand times as many.
    private static async Task Inflate(BundleLayer layer, string layerFile, FileStream tar, Ct ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = new FileStream(layerFile, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 17, FileOptions.Asynchronous);
        await using var gzip = new GZipStream(file, CompressionMode.Decompress);
        var buffer = new byte[BufferSize];
        var written = 0L;
        while (await Inflated(gzip, buffer, ct) is > 0 and var read)
        {
            if ((written += read) > layer.DiffSize)
            {
                throw BundleFaults.Damaged($"its layer has more than the {layer.DiffSize} bytes that the manifest says");
            }

            hash.AppendData(buffer, 0, read);
            await tar.WriteAsync(buffer.AsMemory(0, read), ct);
        }

        if (Digest.FromHash(hash.GetHashAndReset()) is var diffId && diffId.Text != layer.DiffId)
        {
            throw BundleFaults.Damaged($"its content has the digest {diffId}, expected {layer.DiffId}");
        }
    }

    private static async Task<int> Inflated(GZipStream gzip, byte[] buffer, Ct ct)
    {
        try
        {
            return await gzip.ReadAsync(buffer, ct);
        }
        catch (InvalidDataException e)
        {
            throw BundleFaults.Damaged($"its layer is no gzip: {e.Message}", e);
        }
    }

    private static async Task CheckContent(BundleDescription expected, ArchiveIndex index, FileStream tar, Ct ct)
    {
        var inside = index.Files.FirstOrDefault(file => file.Path == BundleFormat.DescriptionFile);
        if (inside is null || inside.Length > BundleFormat.LargestManifest || !BundleFormat.IsDescription(await Content(tar, inside, ct), expected))
        {
            throw BundleFaults.Damaged($"its {BundleFormat.DescriptionFile} does not say the same as its manifest");
        }

        var paths = index.Files.Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        if (expected.Models.SelectMany(model => new[] { model.Assembly, model.Entry }).FirstOrDefault(path => !paths.Contains(path)) is { } missing)
        {
            throw BundleFaults.Damaged($"it does not hold '{missing}', which its manifest names");
        }
    }

    private static async Task<byte[]> Content(FileStream tar, ArchivedFile file, Ct ct)
    {
        var bytes = new byte[file.Length];
        tar.Position = file.Offset;
        await tar.ReadExactlyAsync(bytes, ct);
        return bytes;
    }

    // Beside the target: a bundle may not fit where the system keeps temporary files.
    private static TemporaryDirectory Scratch(string folder)
    {
        var parent = Path.GetDirectoryName(Path.GetFullPath(folder)) ?? throw new MlpException(ClientErrors.TargetExists, $"nothing can be unpacked to '{folder}'", folder, "name a folder that does not exist yet");
        return new(Directory.CreateDirectory(Path.Combine(parent, $".{Path.GetRandomFileName()}.partial")).FullName);
    }
}
