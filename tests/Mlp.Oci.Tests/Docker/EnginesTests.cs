using System.Text.Json;
using Mlp.Oci.Tests.Support;
using Mlp.Testing.Images;
using Mlp.Testing.Services;
using Program = Mlp.Testing.Services.Program;

namespace Mlp.Oci.Tests.Docker;

/// <summary>What others make of our images: pulled, loaded, inspected, copied and run.</summary>
public sealed class EnginesTests(RealServices services) : IDisposable
{
    private readonly TestImage _images = new();

    public void Dispose() => _images.Dispose();

    [Fact]
    public async Task Docker_pulls_by_digest_and_runs_it()
    {
        var (engine, reference) = (await services.Docker, await Pushed("docker/pull"));
        await engine.Docker("pull", "--quiet", reference.ToString());
        Assert.StartsWith($"65532\n{TestImage.Said}\n", await engine.Docker("run", "--rm", "--read-only", reference.ToString()), StringComparison.Ordinal);

        using var inspected = JsonDocument.Parse(await engine.Docker("inspect", reference.ToString()));
        var config = inspected.RootElement[0].GetProperty("Config");
        Assert.Equal("beam_line", config.GetProperty("Labels").GetProperty("mlp.type").GetString());
        Assert.Equal("CMD", config.GetProperty("Healthcheck").GetProperty("Test")[0].GetString());
        Assert.True(config.GetProperty("ExposedPorts").TryGetProperty("8080/tcp", out _));
        Assert.Equal("2024-02-29T11:00:00Z", inspected.RootElement[0].GetProperty("Created").GetString());
    }

    [Fact]
    public async Task An_engine_is_given_the_image_over_its_socket()
    {
        var engine = await services.Docker;
        using var client = new DockerClient(engine.Socket);
        var name = ImageReference.Parse("mlp.test/straight/in:1.2");
        Assert.Contains("mlp.test/straight/in:1.2", await client.Load(await _images.OnLayout(), [name], Ct.None), StringComparison.Ordinal);
        Assert.Contains(TestImage.Said, await engine.Docker("run", "--rm", "--network", "none", name.ToString()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_engine_that_is_not_there_or_an_image_that_is_damaged_is_an_error()
    {
        using var nobody = new DockerClient(Path.Combine(_images.Layers.Path, "no.sock"));
        var image = await _images.OnLayout();
        Assert.Equal(OciErrors.EngineUnreachable, (await Assert.ThrowsAsync<OciException>(() => nobody.Load(image, [], Ct.None))).Code);

        var path = Path.Combine(_images.Layers.Path, "damaged");
        await File.WriteAllBytesAsync(path, new byte[1024]);
        var damaged = ImageComposer.Compose(BaseImage.None(Platform.OfThisMachine), [Layer.OfTar("parameters", path, OciDigest.Of("x"u8), 1024)], TestLayers.Spec());
        using var client = new DockerClient((await services.Docker).Socket);
        Assert.Equal(OciErrors.WrongContent, (await Assert.ThrowsAsync<OciException>(() => client.Load(damaged, [], Ct.None))).Code);

        var noTar = Layer.OfTar("parameters", path, OciDigest.Of(new byte[1024]), 1024) with { DiffId = OciDigest.Of("y"u8) };
        var refused = ImageComposer.Compose(BaseImage.None(Platform.OfThisMachine), [noTar], TestLayers.Spec());
        Assert.Equal(OciErrors.EngineRefused, (await Assert.ThrowsAsync<OciException>(() => client.Load(refused, [], Ct.None))).Code);
    }

    [Fact]
    public async Task Docker_podman_and_containerd_load_the_archive_and_run_it()
    {
        var engine = await services.Docker;
        var name = ImageReference.Parse("mlp.test/archived:3");
        var archive = Path.Combine(_images.Layers.Path, "image.tar");
        await DockerArchive.Write(await _images.OnLayout(), Platform.OfThisMachine, [name], archive, Ct.None);

        Assert.Contains(name.ToString(), await engine.Docker("load", "--input", archive), StringComparison.Ordinal);
        Assert.Contains(TestImage.Said, await engine.Docker("run", "--rm", "--network", "none", name.ToString()), StringComparison.Ordinal);

        Assert.Contains(name.ToString(), await Podman("load", "--input", archive), StringComparison.Ordinal);
        Assert.Contains(TestImage.Said, await Podman("run", "--rm", "--ulimit", "nofile=1024:1024", "--ulimit", "nproc=1024:1024", "--network", "host", name.ToString()), StringComparison.Ordinal);

        await Ctr(engine, "images", "import", archive);
        Assert.Contains(name.ToString(), await Ctr(engine, "images", "list", "--quiet"), StringComparison.Ordinal);
        Assert.Contains(TestImage.Said, await Ctr(engine, "run", "--rm", name.ToString(), $"mlp-{Guid.NewGuid():N}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Podman_pulls_and_runs_it()
    {
        var reference = await Pushed("podman/pull");
        await Podman("pull", "--quiet", "--tls-verify=false", reference.ToString());
        var printed = await Podman("run", "--rm", "--ulimit", "nofile=1024:1024", "--ulimit", "nproc=1024:1024", "--network", "host", reference.ToString());
        Assert.StartsWith($"65532\n{TestImage.Said}\n", printed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Skopeo_inspects_it_and_copies_it_unchanged()
    {
        var reference = await Pushed("skopeo/copy");
        using var inspected = JsonDocument.Parse(await Skopeo("inspect", "--tls-verify=false", $"docker://{reference}"));
        Assert.Equal(reference.Digest!.ToString(), inspected.RootElement.GetProperty("Digest").GetString());
        Assert.Equal(4, inspected.RootElement.GetProperty("Layers").GetArrayLength());

        var folder = Path.Combine(_images.Layers.Path, "copied");
        await Skopeo("copy", "--preserve-digests", "--src-tls-verify=false", $"docker://{reference}", $"oci:{folder}:x");
        var copied = await Image.Open(OciLayout.Open(folder), "x", Ct.None);
        Assert.Equal(reference.Digest, copied.Digest);
    }

    [Fact]
    public async Task Skopeo_reads_our_layout()
    {
        var folder = Path.Combine(_images.Layers.Path, "ours");
        var layout = await OciLayout.OpenOrCreate(folder, Ct.None);
        var image = await _images.OnLayout();
        await layout.Add(image, "1.2", Ct.None);
        using var inspected = JsonDocument.Parse(await Skopeo("inspect", $"oci:{folder}:1.2"));
        Assert.Equal(image.Digest.ToString(), inspected.RootElement.GetProperty("Digest").GetString());
    }

    [Fact]
    public async Task The_base_with_the_runtime_runs_dotnet()
    {
        var (engine, host) = (await services.Docker, (await services.Registry).Host);
        var reference = await TestBaseImage.Push(_images.Client, ImageReference.Parse($"{host}/dotnet/aspnet:10.0"));
        var runtimes = await engine.Docker("run", "--rm", "--user", "65532", "--read-only", reference.ToString(), "--list-runtimes");
        Assert.Contains($"Microsoft.AspNetCore.App {Environment.Version}", runtimes, StringComparison.Ordinal);
    }

    private async Task<ImageReference> Pushed(string repository)
    {
        var target = ImageReference.Parse($"{(await services.Registry).Host}/{repository}");
        var image = await _images.OnRegistry((await services.Registry).Host);
        await _images.Client.Repository(target).Push(image, ["latest"], Ct.None);
        return target.WithDigest(image.Digest);
    }

    private Task<string> Podman(params string[] arguments) => Program.Output("/usr/bin/podman",
        ["--root", Path.Combine(_images.Layers.Path, "podman"), "--runroot", Path.Combine(_images.Layers.Path, "podman-run"), "--storage-driver", "vfs", .. arguments], Ct.None);

    private static Task<string> Skopeo(params string[] arguments) => Program.Output("/usr/bin/skopeo", arguments, Ct.None);

    private static Task<string> Ctr(DockerEngine engine, params string[] arguments) =>
        Program.Output("/usr/bin/ctr", ["--address", engine.ContainerdSocket, "--namespace", "tests", .. arguments], Ct.None);
}
