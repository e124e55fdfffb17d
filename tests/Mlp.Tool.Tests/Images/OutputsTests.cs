using System.Diagnostics;
using Mlp.Oci;
using Mlp.Testing;
using Mlp.Testing.Images;
using Mlp.Testing.Services;
using Mlp.Tool.Tests.Deploying;
using Mlp.Tool.Tests.Releases;

namespace Mlp.Tool.Tests.Images;

/// <summary>Images that go elsewhere than to a registry: others read them, and nothing is replaced unasked.</summary>
public sealed class OutputsTests(InstalledTool tool, PackedLibraries packages, RealServices services)
{
    [Fact]
    public async Task A_layout_holds_all_pairs_and_others_read_them()
    {
        using var author = await Author();
        var folder = author.Code.PathOf("bin/layout");
        await Story.Publish(author, "2", "1.0");
        Assert.StartsWith("written localhost/scale/factor@sha256:", Assert.Single(await author.Lines("images", "--layout", folder)), StringComparison.Ordinal);
        await author.Done("publish", "second", author.Code.PathOf("bin/1.0"), "--model", "scale@1.0.0");
        var made = (await author.Json("images", "--layout", folder)).EnumerateArray().ToList();
        Assert.Equal(["unchanged", "written"], made.Select(each => each.Text("outcome")));
        Assert.All(made, each => Assert.Equal(folder, each.Text("place")));

        foreach (var each in made)
        {
            var name = $"scale/{each.Text("parameters")}:1.0.0-1.0";
            var digest = await Output("/usr/bin/skopeo", "inspect", "--format", "{{.Digest}}", $"oci:{folder}:{name}");
            Assert.EndsWith(digest.Trim(), each.Text("image"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_archive_is_one_image_that_podman_reads_and_is_replaced_only_when_told()
    {
        using var author = await Author();
        var file = author.Code.PathOf("bin/model.tar");
        await Story.Publish(author, "2", "1.0");
        await author.Done("publish", "second", author.Code.PathOf("bin/1.0"), "--model", "scale@1.0.0");
        Assert.StartsWith("MLP7857", await author.Failed("images", "--archive", file), StringComparison.Ordinal);
        Assert.False(File.Exists(file));

        var line = Assert.Single(await author.Lines("images", "--archive", file, "--model", "scale", "--parameters", "factor"));
        Assert.StartsWith("written localhost/scale/factor@sha256:", line, StringComparison.Ordinal);
        Assert.Equal("scale", (await Output("/usr/bin/skopeo", "inspect", "--config", "--format", "{{index .Config.Labels \"mlp.type\"}}", $"docker-archive:{file}")).Trim());
        var bytes = await File.ReadAllBytesAsync(file);
        Assert.StartsWith("MLP7855", await author.Failed("images", "--archive", file, "--parameters", "factor"), StringComparison.Ordinal);
        Assert.StartsWith("replaced ", Assert.Single(await author.Lines("images", "--archive", file, "--parameters", "factor", "--force")), StringComparison.Ordinal);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(file));
        Assert.Contains("linux/s390x", await author.Failed("images", "--archive", file + "2", "--parameters", "factor", "--platform", "linux/s390x"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_engine_is_given_the_image_once_and_keeps_another_of_that_name()
    {
        using var author = await Author();
        var engine = await services.Docker;
        author.Variables["DOCKER_HOST"] = $"unix://{engine.Socket}";
        var own = $"images-{Guid.NewGuid():n}.test";
        await Story.Publish(author, "2", "1.0");
        Assert.StartsWith($"written {own}/scale/factor@sha256:", Assert.Single(await author.Lines("images", "--load", "--repository", own)), StringComparison.Ordinal);
        Assert.StartsWith("unchanged ", Assert.Single(await author.Lines("images", "--load", "--repository", own)), StringComparison.Ordinal);
        Assert.Equal("1.0", (await engine.Docker("inspect", "--format", "{{index .Config.Labels \"mlp.parameters-version\"}}", $"{own}/scale/factor:1.0.0-1.0")).Trim());

        var other = await Other(author);
        Assert.StartsWith("MLP7855", await author.Failed("images", "--load", "--repository", own, "--base", other), StringComparison.Ordinal);
        Assert.StartsWith("replaced ", Assert.Single(await author.Lines("images", "--load", "--repository", own, "--base", other, "--force")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Outputs_that_contradict_each_other_or_would_be_passed_over_are_wrong_usage()
    {
        using var author = await Author();
        foreach (var arguments in (string[][])[["--push", "--load"], ["--layout", "x", "--archive", "y"], ["--force"], ["--push", "--force"], ["--layout", "x", "--platform", "linux/arm64"], ["--layout", "x", "--repository", "r.test/x"]])
        {
            var (exit, output, errors) = await author.Run(["images", .. arguments]);
            Assert.Equal((2, ""), (exit, output));
            Assert.Contains(arguments[^1].StartsWith('-') ? arguments[^1] : arguments[^2], errors, StringComparison.Ordinal);
        }
    }

    // After an upgrade, which brings another serving program, the pair keeps what it runs on.
    [Fact]
    public async Task An_upgrade_keeps_the_serving_layer_that_a_pair_runs_on_until_it_is_refreshed()
    {
        using var author = await Author();
        author.Variables["MLP_IMAGES"] = $"{(await services.Registry).Host}/upgrade-{Guid.NewGuid():n}";
        await Story.Publish(author, "2", "1.0");
        var before = Assert.Single((await author.Json("images", "--push")).EnumerateArray());
        using (var client = new Client(new ClientOptions(), ClientEnvironment.Current with { Variable = name => author.Environment.GetValueOrDefault(name) }))
        {
            await client.Deployments.StartAsync(new("scale", "1.0.0", "factor", "1.0", "elsewhere", before.Text("image"), "https://models.example.org/", before.Text("serving"), before.Text("base")));
        }

        using var upgraded = new UpgradedTool();
        var same = Assert.Single(await upgraded.Images(author, "--push"));
        Assert.Equal(("unchanged", before.Text("image"), before.Text("serving")), (same.Text("outcome"), same.Text("image"), same.Text("serving")));

        await Story.Publish(author, "2.5", "1.1");
        var next = Assert.Single(await upgraded.Images(author, "--push"));
        Assert.Equal(("pushed", before.Text("serving")), (next.Text("outcome"), next.Text("serving")));
        using var oci = new RegistryClient(new());
        Assert.Equal((await Layers(oci, before.Text("image")))[..^1], (await Layers(oci, next.Text("image")))[..^1]);

        var refreshed = Assert.Single(await upgraded.Images(author, "--push", "--refresh"));
        Assert.Equal("pushed", refreshed.Text("outcome"));
        Assert.NotEqual(next.Text("image"), refreshed.Text("image"));
        Assert.NotEqual(before.Text("serving"), refreshed.Text("serving"));
        var layers = await Layers(oci, refreshed.Text("image"));
        Assert.NotEqual((await Layers(oci, next.Text("image")))[^3], layers[^3]);
        Assert.Equal((await Layers(oci, next.Text("image")))[^2..], layers[^2..]);
    }

    private async Task<Author> Author()
    {
        var author = new Author(tool, packages);
        using var oci = new RegistryClient(new());
        author.Variables["MLP_BASE_IMAGE"] = $"{await BusyboxImage.Push(oci, ImageReference.Parse($"{(await services.Registry).Host}/outputs/base:1"))}";
        await Story.Release(author, "v1.0.0");
        return author;
    }

    // The same base with a layer more.
    private async Task<string> Other(Author author)
    {
        using var oci = new RegistryClient(new());
        var target = ImageReference.Parse($"{(await services.Registry).Host}/outputs/other:1");
        var file = author.Code.Write("bin/more/more.txt", "more");
        var layer = await LayerMaker.OfFolder("more", Path.GetDirectoryName(file)!, "more", author.Code.PathOf("bin/more.layer"), Ct.None);
        var ground = await BaseImage.Open(await BusyboxImage.Get(), "latest", [], Ct.None);
        var image = ImageComposer.Compose(ground, [layer], new ImageSpec { EntryPoint = ["/bin/sh"], Created = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero) });
        await oci.Repository(target).Push(image, ["1"], Ct.None);
        return $"{target}";
    }

    private static async Task<OciDigest[]> Layers(RegistryClient oci, string image)
    {
        var reference = ImageReference.Parse(image);
        return [.. (await Image.Open(oci.Repository(reference), $"{reference.Digest}", Ct.None)).Manifests[0].Layers.Select(layer => layer.Descriptor.Digest)];
    }

    private static async Task<string> Output(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}: {await errors}");
        return await output;
    }
}
