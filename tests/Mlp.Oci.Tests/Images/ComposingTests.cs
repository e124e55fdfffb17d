using System.Text.Json;
using System.Text.Json.Nodes;
using Mlp.Oci.Tests.Support;

namespace Mlp.Oci.Tests.Images;

public sealed class ComposingTests : IAsyncLifetime
{
    private static readonly byte[] BaseLayer = "base layer"u8.ToArray();
    private readonly TestImage _images = new();
    private ScriptedRegistry _registry = null!;

    private RegistryRepository Bases => _images.Client.Repository(_registry.Reference("base"));

    public async ValueTask InitializeAsync() => _registry = await ScriptedRegistry.Start();

    public async ValueTask DisposeAsync()
    {
        _images.Dispose();
        await _registry.DisposeAsync();
    }

    [Fact]
    public async Task An_image_on_an_index_is_an_index_of_its_linux_platforms_with_the_same_layers()
    {
        PutBase("latest", "linux/amd64", "linux/arm64/v8", "windows/amd64", "unknown/unknown");
        var ground = await BaseImage.Open(Bases, "latest", [], Ct.None);
        var image = ImageComposer.Compose(ground, [await _images.Layers.Weights(1000, 1)], TestLayers.Spec());
        Assert.True(image.IsIndex);
        Assert.Equal(["linux/amd64", "linux/arm64/v8"], image.Manifests.Select(m => m.Descriptor.Platform!.ToString()));
        Assert.Equal(image.Manifests[0].Layers[1].Descriptor, image.Manifests[1].Layers[1].Descriptor);

        var pushed = await _images.Client.Repository(_registry.Reference("multi")).Push(image, ["1", "2"], Ct.None);
        Assert.Equal(image.Digest, pushed.Digest);
        var again = await Image.Open(_images.Client.Repository(_registry.Reference("multi")), "2", Ct.None);
        Assert.Equal(image.Manifests.Select(m => m.Descriptor), again.Manifests.Select(m => m.Descriptor));
        Assert.Equal("linux/arm64/v8", again.ManifestFor(Platform.Parse("linux/arm64")).Descriptor.Platform!.ToString());
    }

    [Fact]
    public async Task A_platform_that_the_base_does_not_have_is_named_with_those_it_has()
    {
        PutBase("latest", "linux/amd64", "linux/arm64/v8");
        var error = await Assert.ThrowsAsync<OciException>(() => BaseImage.Open(Bases, "latest", [Platform.Parse("linux/s390x")], Ct.None));
        Assert.Equal((OciErrors.NoSuchPlatform, "linux/s390x"), (error.Code, error.Value));
        Assert.Contains("linux/amd64, linux/arm64/v8", error.Remedy, StringComparison.Ordinal);
        Assert.Equal(["linux/arm64/v8"], (await BaseImage.Open(Bases, "latest", [Platform.Parse("linux/arm64")], Ct.None)).Platforms.Select(p => p.ToString()));
    }

    [Fact]
    public async Task What_the_base_says_stays_where_we_say_nothing()
    {
        PutBase("latest", "linux/amd64");
        using var config = await Config("latest", TestLayers.Spec());
        var settings = config.RootElement.GetProperty("config");
        Assert.Equal(["PATH=/bin", "MLP_PORT=8080"], Texts(settings.GetProperty("Env")));
        Assert.Equal("kept", config.RootElement.GetProperty("author").GetString());
        Assert.Equal("base", settings.GetProperty("Labels").GetProperty("of").GetString());
        Assert.Equal("1.6.0", settings.GetProperty("Labels").GetProperty("org.opencontainers.image.version").GetString());
        Assert.False(settings.TryGetProperty("Cmd", out _));
        Assert.False(config.RootElement.TryGetProperty("container_config", out _));
        Assert.Equal("65532:65532", settings.GetProperty("User").GetString());
        Assert.Equal(10_000_000_000, settings.GetProperty("Healthcheck").GetProperty("Interval").GetInt64());
        Assert.Equal("2024-02-29T11:00:00Z", config.RootElement.GetProperty("created").GetString());
        Assert.Equal(2, config.RootElement.GetProperty("rootfs").GetProperty("diff_ids").GetArrayLength());
    }

    [Fact]
    public async Task A_base_of_dockers_form_becomes_an_image_of_ocis_form()
    {
        PutBase("latest", "linux/amd64");
        var ground = await BaseImage.Open(Bases, "latest", [], Ct.None);
        var image = ImageComposer.Compose(ground, [await _images.Layers.Weights(1000, 1)], TestLayers.Spec());
        Assert.Equal([MediaTypes.GzipLayer, MediaTypes.TarLayer], image.Manifests[0].Layers.Select(l => l.Descriptor.MediaType));
        Assert.Equal((MediaTypes.Index, MediaTypes.Manifest), (image.Descriptor.MediaType, image.Manifests[0].Descriptor.MediaType));
    }

    [Fact]
    public async Task The_same_input_gives_the_digest_that_it_gave_before()
    {
        var layer = await _images.Layers.Weights(1000, 1);
        var image = ImageComposer.Compose(BaseImage.None(new("linux", "amd64")), [layer], TestLayers.Spec());
        Assert.Equal(
            ("sha256:7c27b86b19e643788bc4c6f6d6ec74a2dd4086455ef8dcf9bda98887b105f16e", "sha256:3299051ff0accb6e68f66bd3bec24ff4a7cf6c147965d17fd03730ca349c6cbd"),
            (layer.DiffId.ToString(), image.Digest.ToString()));
    }

    [Theory]
    [InlineData("root", "/", "A", 80, "has a user that is no number")]
    [InlineData("0", "app", "A", 80, "has a working directory that is not absolute")]
    [InlineData("0", "/", "A=B", 80, "has a variable whose name is none")]
    [InlineData("0", "/", "A", 70000, "has a port that is none")]
    public void What_no_image_can_be_is_refused(string user, string folder, string variable, int port, string fact)
    {
        var spec = new ImageSpec
        {
            EntryPoint = ["x"],
            Created = default,
            User = user,
            WorkingDirectory = folder,
            Ports = [port],
            Environment = new Dictionary<string, string> { [variable] = "x" },
        };
        var error = Assert.Throws<OciException>(() => ImageComposer.Compose(BaseImage.None(new("linux", "amd64")), [], spec));
        Assert.Equal(OciErrors.InvalidSpec, error.Code);
        Assert.Contains(fact, error.Message, StringComparison.Ordinal);
    }

    private async Task<JsonDocument> Config(string tag, ImageSpec spec)
    {
        var image = ImageComposer.Compose(await BaseImage.Open(Bases, tag, [], Ct.None), [await _images.Layers.Weights(1000, 1)], spec);
        await using var stream = await image.Manifests[0].Config.OpenVerified(Ct.None);
        return await JsonDocument.ParseAsync(stream);
    }

    // As Docker writes it: a manifest list of schema 2.
    private void PutBase(string tag, params string[] platforms)
    {
        var manifests = platforms.Select(Platform.Parse).Select(p =>
        {
            var config = Put(JsonSerializer.SerializeToUtf8Bytes(ConfigOf(p)));
            var layer = Put(BaseLayer);
            return Manifest(MediaTypes.DockerManifest, new JsonObject
            {
                ["schemaVersion"] = 2,
                ["mediaType"] = MediaTypes.DockerManifest,
                ["config"] = Descriptor("application/vnd.docker.container.image.v1+json", config),
                ["layers"] = new JsonArray(Descriptor("application/vnd.docker.image.rootfs.diff.tar.gzip", layer)),
            }, p);
        }).ToArray();
        Manifest(MediaTypes.DockerIndex, new JsonObject { ["schemaVersion"] = 2, ["mediaType"] = MediaTypes.DockerIndex, ["manifests"] = new JsonArray(manifests) }, null, tag);
    }

    private static JsonObject ConfigOf(Platform platform) => new()
    {
        ["author"] = "kept",
        ["architecture"] = platform.Architecture,
        ["os"] = platform.Os,
        ["container_config"] = new JsonObject(),
        ["config"] = new JsonObject
        {
            ["Cmd"] = new JsonArray("sh"),
            ["Env"] = new JsonArray("PATH=/bin", "MLP_PORT=1"),
            ["Labels"] = new JsonObject { ["of"] = "base", ["org.opencontainers.image.version"] = "12" },
        },
        ["rootfs"] = new JsonObject { ["type"] = "layers", ["diff_ids"] = new JsonArray(OciDigest.Of(BaseLayer).ToString()) },
        ["history"] = new JsonArray(new JsonObject { ["created_by"] = "base" }),
    };

    private JsonNode Manifest(string type, JsonObject content, Platform? platform, string? tag = null)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(content);
        var digest = OciDigest.Of(bytes).ToString();
        _registry.Manifests[tag ?? digest] = _registry.Manifests[digest] = (type, bytes);
        var descriptor = Descriptor(type, (digest, bytes.Length)).AsObject();
        if (platform is not null)
        {
            descriptor["platform"] = new JsonObject { ["os"] = platform.Os, ["architecture"] = platform.Architecture, ["variant"] = platform.Variant ?? "" };
        }

        return descriptor;
    }

    private (string Digest, int Size) Put(byte[] bytes)
    {
        var digest = OciDigest.Of(bytes).ToString();
        _registry.Blobs[digest] = bytes;
        return (digest, bytes.Length);
    }

    private static JsonNode Descriptor(string type, (string Digest, int Size) blob) =>
        new JsonObject { ["mediaType"] = type, ["digest"] = blob.Digest, ["size"] = blob.Size };

    private static IEnumerable<string?> Texts(JsonElement array) => array.EnumerateArray().Select(t => t.GetString());
}
