using System.IO.Compression;

namespace Mlp.Cli.Packages;

/// <summary>Packs published projects into a bundle, in one pass and with one buffer however large they are.</summary>
internal static class BundlePacking
{
    private const string LayerName = "layer.tar.gz";
    private const string ManifestName = "manifest.json";

    /// <param name="closures">The published projects; a single one lies directly below <c>mlp/model/</c>, several each in a folder named like its assembly, and one without models not at all.</param>
    /// <param name="folder">Where the bundle's files go; what an earlier try left there is replaced.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<PackedBundle> Pack(IReadOnlyList<ModelClosure> closures, string folder, Ct ct)
    {
        try
        {
            var plan = BundlePlan.For(closures);
            Directory.CreateDirectory(folder);
            var layerFile = Path.Combine(folder, LayerName);
            var layer = await WriteLayer(await Entries(plan, folder, ct), layerFile, ct);
            var manifest = new BundleManifest(BundleFormat.ManifestType, layer, plan.Description);
            var json = BundleFormat.Write(manifest);
            var manifestFile = Path.Combine(folder, ManifestName);
            await File.WriteAllBytesAsync(manifestFile, json, ct);
            return new(Digest.Of(json), manifest, manifestFile, layerFile, plan.LeftOut);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw BundleErrors.FilesUnusable(e);
        }
    }

    private static async Task<IReadOnlyList<ArchiveEntry>> Entries(BundlePlan plan, string folder, Ct ct)
    {
        var json = BundleFormat.Write(plan.Description);
        var file = Path.Combine(folder, BundleFormat.DescriptionFile);
        await File.WriteAllBytesAsync(file, json, ct);
        var description = new ArchiveEntry(BundleFormat.Root + BundleFormat.DescriptionFile, file, json.Length);
        return [.. plan.Entries.Append(description).OrderBy(entry => entry.Name, EntryPath.Order)];
    }

    private static async Task<BundleLayer> WriteLayer(IReadOnlyList<ArchiveEntry> entries, string path, Ct ct)
    {
        var partial = path + ".partial";
        var layer = await WriteLayer(entries, new FileStream(partial, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1 << 17, FileOptions.Asynchronous), ct);
        File.Move(partial, path, overwrite: true);
        return layer;
    }

    private static async Task<BundleLayer> WriteLayer(IReadOnlyList<ArchiveEntry> entries, FileStream opened, Ct ct)
    {
        await using var file = opened;
        await using var output = new LayerOutput(file);
        PackedArchive tar;
        await using (var gzip = new GZipStream(output, CompressionLevel.Optimal, leaveOpen: true))
        {
            using var writer = new ArchiveWriter(gzip);
            tar = await writer.Write(entries, ct);
        }

        return new(BundleFormat.LayerType, output.Digest.Text, output.Length, tar.Digest.Text, tar.Size);
    }
}
