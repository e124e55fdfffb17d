using Mlp.Testing.Images;

namespace Mlp.Oci.Tests.Support;

/// <summary>A model's image as the tool composes it, on the smallest base: four layers, one of them an uncompressed tar.</summary>
internal sealed class TestImage : IDisposable
{
    public const string Said = "served";

    public TestLayers Layers { get; } = new();

    public RegistryClient Client { get; } = new(new());

    /// <summary>Composes the image on a base that lies in a registry.</summary>
    public async Task<Image> OnRegistry(string host, int weights = 1)
    {
        var reference = await BusyboxImage.Push(Client, ImageReference.Parse($"{host}/base/busybox"));
        return await On(Client.Repository(reference), reference.Digest!.ToString(), weights);
    }

    /// <summary>Composes the image on a base that lies in a folder.</summary>
    public async Task<Image> OnLayout(int weights = 1) => await On(await BusyboxImage.Get(), "latest", weights);

    public void Dispose()
    {
        Client.Dispose();
        Layers.Dispose();
    }

    private async Task<Image> On(IImageSource source, string tagOrDigest, int weights)
    {
        var ground = await BaseImage.Open(source, tagOrDigest, [], Ct.None);
        Layer[] layers = [await Layers.Text("mlp/serving", Said), await Layers.Text("mlp/model", "model"), await Layers.Weights(100_000, weights)];
        return ImageComposer.Compose(ground, layers, TestLayers.Spec("id -u; cat /mlp/serving/text.txt | head -n 1; ls /mlp /mlp/parameters"));
    }
}
