using Mlp.Oci.Tests.Support;
using Mlp.Testing.Services;

namespace Mlp.Oci.Tests.Registry;

public sealed class PushAndPullTests(RealServices services) : IDisposable
{
    private readonly TestImage _images = new();

    private RegistryClient Client => _images.Client;

    public void Dispose() => _images.Dispose();

    [Fact]
    public async Task A_new_version_of_parameters_sends_its_layer_the_configuration_and_the_manifest_alone()
    {
        var host = (await services.Registry).Host;
        var target = ImageReference.Parse($"{host}/one/more");
        var first = await _images.OnRegistry(host, weights: 1);
        var second = await _images.OnRegistry(host, weights: 2);

        var pushed = await Client.Repository(target).Push(first, ["1"], Ct.None);
        Assert.Equal([PushOutcome.Mounted, PushOutcome.Uploaded, PushOutcome.Uploaded, PushOutcome.Uploaded, PushOutcome.Uploaded], pushed.Blobs.Select(b => b.Outcome));

        // Another run, which knows nothing of the first.
        using var later = new RegistryClient(new());
        var more = await later.Repository(target).Push(second, ["2"], Ct.None);
        Assert.Equal([PushOutcome.AlreadyThere, PushOutcome.AlreadyThere, PushOutcome.AlreadyThere, PushOutcome.Uploaded, PushOutcome.Uploaded], more.Blobs.Select(b => b.Outcome));
        Assert.Equal(second.Manifests[0].Layers[^1].Descriptor.Size + second.Manifests[0].Config.Descriptor.Size, more.BlobBytesSent);

        var again = await later.Repository(target).Push(second, ["2"], Ct.None);
        Assert.True(again.IsUnchanged);
        Assert.Equal((0, 0), (again.BlobBytesSent, again.ManifestBytesSent));
        Assert.Equal(second.Digest, await later.Repository(target).FindDigest("2", Ct.None));
    }

    [Fact]
    public async Task A_layer_that_many_images_share_is_sent_once_and_mounted_into_the_other_repositories()
    {
        var host = (await services.Registry).Host;
        var images = await Task.WhenAll(Enumerable.Range(10, 8).Select(n => _images.OnLayout(n)));
        using var run = new RegistryClient(new());
        var pushed = await Task.WhenAll(images.Select((image, n) => run.Repository(ImageReference.Parse($"{host}/shared/n{n}")).Push(image, ["x"], Ct.None)));
        Assert.All(Enumerable.Range(0, 3), layer => Assert.Equal(images.Length - 1, pushed.Count(p => p.Blobs[layer].Outcome == PushOutcome.Mounted)));
        Assert.All(pushed, p => Assert.Equal(PushOutcome.Uploaded, p.Blobs[3].Outcome));
    }

    [Fact]
    public async Task Content_that_is_not_what_its_digest_says_is_refused()
    {
        var target = Client.Repository(ImageReference.Parse($"{(await services.Registry).Host}/lying/content"));
        var path = Path.Combine(_images.Layers.Path, "lie");
        await File.WriteAllBytesAsync(path, new byte[200_000]);
        var lie = Layer.OfTar("parameters", path, OciDigest.Of("other"u8), 200_000);
        var image = ImageComposer.Compose(BaseImage.None(Platform.OfThisMachine), [lie], TestLayers.Spec());
        var error = await Assert.ThrowsAsync<OciException>(() => target.Push(image, ["x"], Ct.None));
        Assert.Equal(OciErrors.WrongContent, error.Code);
        Assert.Null(await target.FindDigest("x", Ct.None));
    }

    [Fact]
    public async Task What_is_pulled_is_what_was_pushed_byte_for_byte()
    {
        var host = (await services.Registry).Host;
        var target = ImageReference.Parse($"{host}/pull/ed:x");
        var image = await _images.OnRegistry(host, weights: 3);
        await Client.Repository(target).Push(image, ["x"], Ct.None);

        var layout = await OciLayout.OpenOrCreate(Path.Combine(_images.Layers.Path, "layout"), Ct.None);
        await layout.Add(await Image.Open(Client.Repository(target), "x", Ct.None), "x", Ct.None);
        var pulled = await Image.Open(layout, "x", Ct.None);
        Assert.Equal(image.Digest, pulled.Digest);
        foreach (var blob in pulled.Manifests[0].Blobs)
        {
            await using var bytes = await blob.OpenVerified(Ct.None);
            Assert.Equal(blob.Descriptor.Digest, await OciDigest.Of(bytes, Ct.None));
        }
    }
}
