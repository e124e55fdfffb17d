using System.Formats.Tar;
using System.IO.Compression;
using Mlp.Cli.Packages;

namespace Mlp.Tool.Tests.Packages;

public sealed class BundleReadingTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_bundle_comes_back_as_it_was_published()
    {
        var closure = Closure.Write(_folder, "published");
        var bundle = await BundlePacking.Pack([closure], _folder["packed"], default);

        await ModelBundle.UnpackAsync(BundleFormat.ReadManifest(await File.ReadAllBytesAsync(bundle.ManifestFile)), bundle.LayerFile, _folder["unpacked"], default);

        File.Delete(Path.Combine(closure.Folder, "Beams"));
        Assert.Equal(Closure.Files(closure.Folder).Append("mlp-bundle.json").Order(StringComparer.Ordinal), Closure.Files(_folder["unpacked"]));
        Assert.All(Closure.Files(closure.Folder), file => Assert.Equal(File.ReadAllBytes(Path.Combine(closure.Folder, file)), File.ReadAllBytes(_folder["unpacked", file])));
        Assert.Equal(["packed", "published", "unpacked"], Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Nothing_is_unpacked_of_a_layer_that_is_not_what_the_manifest_says()
    {
        var bundle = await BundlePacking.Pack([Closure.Write(_folder, "published")], _folder["packed"], default);
        var (manifest, layer) = (bundle.Manifest, bundle.Manifest.Layer);
        var bytes = await File.ReadAllBytesAsync(bundle.LayerFile);
        var other = Digest.Of("other"u8).Text;

        await Refused(manifest, _folder.Write("cut", bytes[..^1]));
        await Refused(manifest, _folder.Write("changed", [.. bytes[..^9], (byte)~bytes[^9], .. bytes[^8..]]));
        await Refused(manifest with { Layer = layer with { DiffId = other } }, bundle.LayerFile);
        await Refused(manifest with { Layer = layer with { DiffSize = layer.DiffSize - 1 } }, bundle.LayerFile);
        await Refused(manifest with { Bundle = manifest.Bundle with { Contract = new("Mlp.Models", "0.0.0.1") } }, bundle.LayerFile);
        await Refused(Naming([.. "no gzip"u8], manifest), _folder.Write("text", "no gzip"));
    }

    [Fact]
    public async Task Nothing_is_written_outside_of_the_folder()
    {
        var bundle = await BundlePacking.Pack([Closure.Write(_folder, "published")], _folder["packed"], default);
        foreach (var name in new[] { "mlp/model/../../evil", "/evil", "mlp/evil" })
        {
            var tar = Tar(new GnuTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream([1]) });
            await Refused(Naming(tar, bundle.Manifest), _folder.Write("evil.gz", Compressed(tar)));
        }

        var link = Tar(new GnuTarEntry(TarEntryType.SymbolicLink, "mlp/model/evil") { LinkName = "/etc/passwd" });
        await Refused(Naming(link, bundle.Manifest), _folder.Write("link.gz", Compressed(link)));
    }

    [Fact]
    public async Task A_manifest_is_read_strictly()
    {
        var bundle = await BundlePacking.Pack([Closure.Write(_folder, "published")], _folder["packed"], default);
        var json = await File.ReadAllTextAsync(bundle.ManifestFile);

        Assert.Equal("MLP7409", Refusal(json.Replace("manifest.v1", "manifest.v2", StringComparison.Ordinal)).Code);
        foreach (var (before, after) in new[]
        {
            ("\"size\"", "\"length\""), ("\"formatVersion\": 1", "\"formatVersion\": 2"), ("tar+gzip", "tar+zstd"), ("\"dotnet\"", "\"python\""),
            ("\"assembly\": \"Beams.dll\"", "\"assembly\": \"../Beams.dll\""), ("beam_line", "Beam Line"), ("sha256:", "md5:"), ("vnd.mlp.", "vnd.other."), ("{", "["),
        })
        {
            Assert.Equal((after, "MLP7408"), (after, Refusal(json.Replace(before, after, StringComparison.Ordinal)).Code));
        }
    }

    private static MlpException Refusal(string json) =>
        Assert.Throws<MlpException>(() => BundleFormat.ReadManifest(System.Text.Encoding.UTF8.GetBytes(json)));

    private async Task Refused(BundleManifest manifest, string layer)
    {
        var refused = await Assert.ThrowsAsync<MlpException>(() => ModelBundle.UnpackAsync(manifest, layer, _folder["unpacked"], default));

        Assert.Equal("MLP7408", refused.Code);
        Assert.False(Path.Exists(_folder["unpacked"]));
        Assert.False(Path.Exists(_folder["evil"]));
    }

    private static BundleManifest Naming(byte[] tar, BundleManifest manifest)
    {
        var layer = tar is [(byte)'n', ..] ? tar : Compressed(tar);
        return manifest with { Layer = new(BundleFormat.LayerType, Digest.Of(layer).Text, layer.Length, Digest.Of(tar).Text, tar.Length) };
    }

    private static byte[] Tar(TarEntry entry)
    {
        using var bytes = new MemoryStream();
        using (var writer = new TarWriter(bytes, TarEntryFormat.Gnu, leaveOpen: true))
        {
            writer.WriteEntry(entry);
        }

        return bytes.ToArray();
    }

    private static byte[] Compressed(byte[] tar)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(tar);
        }

        return bytes.ToArray();
    }
}
