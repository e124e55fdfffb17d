using Mlp.Testing.Images;
using Mlp.Testing.Services;

namespace Mlp.Oci.Tests.Images;

public sealed class TestBaseImageTests(RealServices services)
{
    [Fact]
    public async Task The_runtime_base_is_made_once_and_pushed()
    {
        using var client = new RegistryClient(new());
        var reference = await TestBaseImage.Push(client, ImageReference.Parse($"{(await services.Registry).Host}/dotnet/aspnet:10.0"));
        var image = await Image.Open(client.Repository(reference), "10.0", Ct.None);
        Assert.Equal(reference.Digest, image.Digest);
        Assert.Equal(2, image.Manifests[0].Layers.Count);
        Assert.All(image.Manifests[0].Layers, layer => Assert.Equal(MediaTypes.GzipLayer, layer.Descriptor.MediaType));
    }
}
