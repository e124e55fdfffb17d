using Mlp.Oci.Tests.Support;
using Mlp.Testing.Images;
using Mlp.Testing.Services;

namespace Mlp.Oci.Tests.Docker;

/// <summary>What a real engine does with what it is asked, and what it says when it does not.</summary>
public sealed class ContainersTests(RealServices services) : IDisposable
{
    private const string Label = "mlp.test";
    private readonly TestImage _images = new();

    public void Dispose() => _images.Dispose();

    [Fact]
    public async Task A_container_is_made_watched_read_and_removed()
    {
        var (engine, image) = (await services.Docker, await Pushed("containers/life"));
        using var client = new DockerClient(engine.Socket);
        Assert.False(await client.Images.Has(image));
        await client.Images.Pull(image, RegistryCredentials.None);
        Assert.True(await client.Images.Has(image));

        var labels = new Dictionary<string, string> { [Label] = Guid.NewGuid().ToString("n") };
        var id = await client.Containers.Create(Spec(image) with { Labels = labels, Environment = new Dictionary<string, string> { ["A"] = "b=c" }, Memory = 64 << 20, Cpus = 0.5 });
        using var watch = await client.Containers.WatchExit(id);
        await client.Containers.Start(id);
        Assert.Equal(0, await watch.Wait());

        // What ends is started again, and again.
        Assert.Contains(TestImage.Said, await client.Containers.LastLines(id, 50));
        var state = (await client.Containers.Find(id))!;
        Assert.Equal(("b=c", labels[Label]), (state.Environment["A"], state.Labels[Label]));
        Assert.Equal(id, Assert.Single(await client.Containers.List(labels)).Id);

        await client.Containers.Stop(id, TimeSpan.FromSeconds(5));
        Assert.False((await client.Containers.Find(id))!.IsRunning);
        await client.Containers.Remove(id);
        await client.Containers.Remove(id);
        await client.Containers.Stop(id, TimeSpan.FromSeconds(5));
        Assert.Null(await client.Containers.Find(id));
        Assert.Empty(await client.Containers.List(labels));
    }

    [Fact]
    public async Task What_the_engine_refuses_is_an_error_in_its_own_words()
    {
        var (engine, image) = (await services.Docker, await Pushed("containers/refused"));
        using var client = new DockerClient(engine.Socket);
        Assert.Contains("No such image", (await Refused(() => client.Containers.Create(Spec(image)))).Message, StringComparison.Ordinal);
        await client.Images.Pull(image, RegistryCredentials.None);
        Assert.Contains("memory", (await Refused(() => client.Containers.Create(Spec(image) with { Memory = 1 }))).Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("abcdef", (await Refused(() => client.Containers.Start("abcdef"))).Message, StringComparison.Ordinal);
        Assert.Contains("abcdef", (await Refused(() => client.Containers.WatchExit("abcdef"))).Message, StringComparison.Ordinal);

        var missing = image.WithDigest(OciDigest.Of("nothing"u8));
        Assert.Contains("to pull", (await Refused(() => client.Images.Pull(missing, RegistryCredentials.None))).Message, StringComparison.Ordinal);

        using var nobody = new DockerClient(Path.Combine(_images.Layers.Path, "no.sock"));
        Assert.Equal(OciErrors.EngineUnreachable, (await Assert.ThrowsAsync<OciException>(() => nobody.Images.Has(image))).Code);
    }

    [Fact]
    public async Task An_image_that_turns_out_wrong_while_it_is_pulled_is_an_error_although_the_engine_said_200()
    {
        var (engine, host) = (await services.Docker, (await services.Registry).Host);
        var path = Path.Combine(_images.Layers.Path, "other");
        await File.WriteAllBytesAsync(path, new byte[1024]);
        var wrong = Layer.OfTar("parameters", path, OciDigest.Of(new byte[1024]), 1024) with { DiffId = OciDigest.Of("y"u8) };
        var reference = ImageReference.Parse($"{host}/containers/wrong:1");
        await _images.Client.Repository(reference).Push(ImageComposer.Compose(BaseImage.None(Platform.OfThisMachine), [wrong], TestLayers.Spec()), ["1"], Ct.None);
        using var client = new DockerClient(engine.Socket);
        Assert.Contains("to pull", (await Refused(() => client.Images.Pull(reference, RegistryCredentials.None))).Message, StringComparison.Ordinal);
        Assert.False(await client.Images.Has(reference));
    }

    [Fact]
    public async Task The_engine_is_told_who_we_are_to_a_registry_that_asks()
    {
        await using var registry = await DockerRegistry.StartWithPassword("beam", "s3cret+/=?");
        var credentials = RegistryCredentials.None.With(registry.Host, RegistryCredential.Password("beam", "s3cret+/=?"));
        using var oci = new RegistryClient(new RegistryOptions { Credentials = credentials });
        var image = await BusyboxImage.Push(oci, ImageReference.Parse($"{registry.Host}/private/busybox:1"));
        using var client = new DockerClient((await services.Docker).Socket);
        var refused = await Refused(() => client.Images.Pull(image, RegistryCredentials.None));
        Assert.DoesNotContain("s3cret", refused.ToString(), StringComparison.Ordinal);
        await client.Images.Pull(image, credentials);
        Assert.True(await client.Images.Has(image));
    }

    private static Task<OciException> Refused(Func<Task> work) => Assert.ThrowsAsync<OciException>(work).ContinueWith(
        refused =>
        {
            Assert.Equal(OciErrors.EngineRefused, refused.Result.Code);
            return refused.Result;
        },
        TaskScheduler.Default);

    private static ContainerSpec Spec(ImageReference image) => new() { Name = $"mlp-test-{Guid.NewGuid():n}", Image = image.ToString(), Port = 8080 };

    private async Task<ImageReference> Pushed(string repository)
    {
        var host = (await services.Registry).Host;
        var (target, image) = (ImageReference.Parse($"{host}/{repository}"), await _images.OnRegistry(host));
        await _images.Client.Repository(target).Push(image, ["1"], Ct.None);
        return target.WithDigest(image.Digest);
    }
}
