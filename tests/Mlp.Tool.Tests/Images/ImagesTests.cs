using System.Text.Json;
using Mlp.Oci;
using Mlp.Testing;
using Mlp.Testing.Images;
using Mlp.Testing.Services;
using Mlp.Tool.Tests.Deploying;
using Mlp.Tool.Tests.Releases;

namespace Mlp.Tool.Tests.Images;

/// <summary>Pairs become images in a real registry; only what is new is sent.</summary>
public sealed class ImagesTests(InstalledTool tool, PackedLibraries packages, RealServices services)
{
    [Fact]
    public async Task New_weights_send_their_layer_alone_and_the_same_pair_is_the_same_image()
    {
        using var oci = new RegistryClient(new());
        var host = (await services.Registry).Host;
        var repository = $"{host}/models-{Guid.NewGuid():n}";
        var baseImage = await BusyboxImage.Push(oci, ImageReference.Parse($"{repository}/base:1"));
        using var author = new Author(tool, packages);
        author.Code.Write("mlp.json", $$$"""{"images": {"base": "{{{repository}}}/base:1", "repository": "{{{repository}}}"}}""");
        await Story.Release(author, "v1.0.0");
        await Story.Publish(author, "2", "1.0");

        var composed = Assert.Single(await author.Lines("images"));
        var pushed = Assert.Single(await author.Lines("images", "--push"));
        Assert.Equal(composed.Replace("composed ", "pushed ", StringComparison.Ordinal), pushed);
        Assert.Equal(pushed.Replace("pushed ", "unchanged ", StringComparison.Ordinal), Assert.Single(await author.Lines("images", "--push")));

        var image = ImageReference.Parse(pushed.Split(' ')[1]);
        var statements = await oci.Repository(image).FindReferrers(image.Digest!, Ct.None);
        Assert.Equal([SoftwareBill.MediaType, Provenance.MediaType], statements.Select(statement => statement.ArtifactType));
        var first = await Open(oci, pushed);
        Assert.Equal(baseImage.Digest is null ? 0 : 4, first.Layers.Count);
        await Story.Publish(author, "2.5", "1.1");
        var second = await Open(oci, Assert.Single(await author.Lines("images", "--push")));
        Assert.Equal(first.Layers.SkipLast(1).Select(layer => layer.Descriptor.Digest), second.Layers.SkipLast(1).Select(layer => layer.Descriptor.Digest));
        var weights = await author.Json("show", "factor@1.1");
        Assert.Equal(weights.Text("digest"), $"{second.Layers[^1].Descriptor.Digest}");

        var config = await Config(second);
        var labels = config.GetProperty("config").GetProperty("Labels");
        Assert.Equal(("scale", "1.0.0", "factor", "1.1"), (labels.Text("mlp.type"), labels.Text("mlp.type-version"), labels.Text("mlp.parameters"), labels.Text("mlp.parameters-version")));
        Assert.Equal(Sdk.Git(author.Code.Root, "rev-parse", "HEAD").Trim(), labels.Text("org.opencontainers.image.revision"));
        var committed = DateTimeOffset.FromUnixTimeSeconds(long.Parse(Sdk.Git(author.Code.Root, "show", "-s", "--format=%ct").Trim(), System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(committed, config.GetProperty("created").GetDateTimeOffset());
        Assert.Equal("65532:65532", config.GetProperty("config").Text("User"));
    }

    [Fact]
    public async Task Without_a_repository_or_a_base_that_answers_the_error_says_what_to_do()
    {
        using var author = new Author(tool, packages);
        await Story.Release(author, "v1.0.0");
        await Story.Publish(author, "2", "1.0");
        Assert.StartsWith("MLP7851", await author.Failed("images", "--push", "--base", $"{(await services.Registry).Host}/none:1"), StringComparison.Ordinal);
        Assert.Contains("/none has no image '1'", await author.Failed("images", "--push", "--base", $"{(await services.Registry).Host}/none:1", "--repository", $"{(await services.Registry).Host}/x"), StringComparison.Ordinal);
        Assert.Equal(1, (await author.Run("images", "--repository", "UPPER/Case")).Exit);
    }

    private static async Task<ImageManifest> Open(RegistryClient oci, string line)
    {
        var reference = ImageReference.Parse(line.Split(' ')[1]);
        return (await Image.Open(oci.Repository(reference), $"{reference.Digest}", Ct.None)).Manifests[0];
    }

    private static async Task<JsonElement> Config(ImageManifest manifest)
    {
        await using var config = await manifest.Config.OpenVerified(Ct.None);
        return (await JsonDocument.ParseAsync(config)).RootElement;
    }
}
