using Mlp.Oci.Tests.Support;

namespace Mlp.Oci.Tests.Layouts;

public sealed class OciLayoutTests : IDisposable
{
    private readonly TestImage _images = new();

    private string Folder => Path.Combine(_images.Layers.Path, "layout");

    public void Dispose() => _images.Dispose();

    [Fact]
    public async Task Images_are_added_beside_each_other_by_many_at_once_and_a_tag_moves()
    {
        var images = await Task.WhenAll(Enumerable.Range(1, 6).Select(n => _images.OnLayout(n)));
        await Task.WhenAll(images.Select(async (image, n) => await (await OciLayout.OpenOrCreate(Folder, Ct.None)).Add(image, $"t{n}", Ct.None)));
        var layout = OciLayout.Open(Folder);
        Assert.Equal(6, (await layout.Images(Ct.None)).Count);
        foreach (var (image, n) in images.Select((image, n) => (image, n)))
        {
            Assert.Equal(image.Digest, (await Image.Open(layout, $"t{n}", Ct.None)).Digest);
        }

        await layout.Add(images[0], "t1", Ct.None);
        Assert.Equal(images[0].Digest, (await Image.Open(layout, "t1", Ct.None)).Digest);
        Assert.Equal(6, (await layout.Images(Ct.None)).Count);
        Assert.Empty(Directory.EnumerateFiles(Folder, "*.partial", SearchOption.AllDirectories));
        Assert.Null(await Image.Find(layout, "t99", Ct.None));
    }

    [Fact]
    public async Task What_was_damaged_on_disk_is_found_out()
    {
        var layout = await OciLayout.OpenOrCreate(Folder, Ct.None);
        var image = await _images.OnLayout();
        await layout.Add(image, "x", Ct.None);
        var opened = await Image.Open(layout, "x", Ct.None);
        var path = Path.Combine(Folder, "blobs", "sha256", opened.Manifests[0].Layers[^1].Descriptor.Digest.Hex);
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[1000] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);
        var other = await OciLayout.OpenOrCreate(Folder + "2", Ct.None);
        Assert.Equal(OciErrors.WrongContent, (await Assert.ThrowsAsync<OciException>(() => other.Add(opened, "x", Ct.None))).Code);
        Assert.Empty(await other.Images(Ct.None));
    }

    [Fact]
    public void A_folder_that_is_no_layout_is_refused()
    {
        Directory.CreateDirectory(Folder);
        Assert.Equal((OciErrors.InvalidLayout, Folder), Assert.Throws<OciException>(() => OciLayout.Open(Folder)) is var e ? (e.Code, e.Value) : default);
        File.WriteAllText(Path.Combine(Folder, "oci-layout"), """{"imageLayoutVersion": "2.0.0"}""");
        File.WriteAllText(Path.Combine(Folder, "index.json"), """{"manifests": []}""");
        Assert.Contains("version", Assert.Throws<OciException>(() => OciLayout.Open(Folder)).Message, StringComparison.Ordinal);
    }
}
