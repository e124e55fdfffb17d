using System.IO.Compression;
using System.Security.Cryptography;
using Mlp.Models;

namespace Mlp.Testing.Publishing;

/// <summary>A bundle of what a project was built to, as a release pushes it.</summary>
public sealed class BuiltBundle
{
    private readonly byte[] _layer;
    private readonly byte[] _manifest;

    private BuiltBundle(byte[] layer, byte[] manifest) => (_layer, _manifest) = (layer, manifest);

    public Digest Digest => Digest.Of(_manifest);

    /// <param name="folder">Where the project was built to.</param>
    /// <param name="assembly">Its assembly, <c>Beams.dll</c>.</param>
    /// <param name="models">Its models: name, and class with namespace.</param>
    public static async Task<BuiltBundle> Of(string folder, string assembly, params (string Name, string Class)[] models)
    {
        var version = typeof(ParametersFolder).Assembly.GetName().Version!.ToString();
        var description = new BundleDescription(
            BundleFormat.Version, BundleFormat.Runtime, new("Mlp.Models", version), [.. models.OrderBy(model => model.Name, StringComparer.Ordinal).Select(model => new BundledModel(model.Name, model.Class, assembly, assembly))]);
        using var scratch = new TemporaryFolder();
        var json = BundleFormat.Write(description);
        await File.WriteAllBytesAsync(scratch.PathOf(BundleFormat.DescriptionFile), json);
        var entries = Entries(new DirectoryInfo(folder), BundleFormat.Root)
            .Concat([new("mlp/"), new(BundleFormat.Root), new(BundleFormat.Root + BundleFormat.DescriptionFile, scratch.PathOf(BundleFormat.DescriptionFile), json.Length)]);
        using var layer = new MemoryStream();
        PackedArchive tar;
        await using (var gzip = new GZipStream(layer, CompressionLevel.Fastest, leaveOpen: true))
        {
            using var writer = new ArchiveWriter(gzip);
            tar = await writer.Write([.. entries.OrderBy(entry => entry.Name, EntryPath.Order)], Ct.None);
        }

        var bytes = layer.ToArray();
        var named = new BundleLayer(BundleFormat.LayerType, Digest.FromHash(SHA256.HashData(bytes)).Text, bytes.Length, tar.Digest.Text, tar.Size);
        return new(bytes, BundleFormat.Write(new BundleManifest(BundleFormat.ManifestType, named, description)));
    }

    /// <summary>The layer first, then the manifest that names it.</summary>
    public async Task Push(HttpClient http)
    {
        foreach (var blob in new[] { _layer, _manifest })
        {
            using var content = new ByteArrayContent(blob);
            using var uploaded = await http.PutAsync($"api/v1/blobs/{Digest.Of(blob)}", content);
            uploaded.EnsureSuccessStatusCode();
        }
    }

    private static IEnumerable<ArchiveEntry> Entries(DirectoryInfo folder, string root)
    {
        foreach (var file in folder.EnumerateFiles())
        {
            yield return new(root + file.Name, file.FullName, file.Length);
        }

        foreach (var inner in folder.EnumerateDirectories())
        {
            yield return new($"{root}{inner.Name}/");
            foreach (var entry in Entries(inner, $"{root}{inner.Name}/"))
            {
                yield return entry;
            }
        }
    }
}
