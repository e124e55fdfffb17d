using System.Diagnostics;
using System.Globalization;
using Mlp.Testing.Images;
using Mlp.Testing.Services;

namespace Mlp.Oci.Benchmarks;

/// <summary>The same twenty images by several ways, each into an empty registry that has the base.</summary>
internal sealed class Contest(Pairs pairs)
{
    private const string Base = "dotnet/aspnet";

    /// <summary>Composes and pushes with this library; and then one more version of parameters, as another process does.</summary>
    public async Task<(TimeSpan All, TimeSpan OneMore)> Ours()
    {
        await using var registry = await Registry();
        var clock = Stopwatch.StartNew();
        using (var client = new RegistryClient(new()))
        {
            var ground = await Ground(client, registry);
            var repository = client.Repository(ImageReference.Parse($"{registry.Host}/models/beam"));
            await Task.WhenAll(Enumerable.Range(0, Pairs.Count).Select(n => repository.Push(Compose(ground, n), [Pairs.Name(n)], Ct.None)));
        }

        var all = clock.Elapsed;
        clock.Restart();
        using (var client = new RegistryClient(new()))
        {
            var image = Compose(await Ground(client, registry), Pairs.Count);
            await client.Repository(ImageReference.Parse($"{registry.Host}/models/beam")).Push(image, [Pairs.Name(Pairs.Count)], Ct.None);
        }

        return (all, clock.Elapsed);
    }

    /// <summary>The same through the installed tool, which has the pairs in its own registry; its cache knows the base from the second time on.</summary>
    public static async Task<(TimeSpan All, TimeSpan OneMore)> Tool(ToolUser user)
    {
        await using var registry = await Registry();
        return user.Push(registry, $"{Base}:10.0");
    }

    /// <summary>Sends what makes up the same images, already composed, with the least of a client.</summary>
    public async Task<TimeSpan> BareProtocol()
    {
        await using var registry = await Registry();
        using var composer = new RegistryClient(new());
        var ground = await Ground(composer, registry);
        var images = Enumerable.Range(0, Pairs.Count).Select(n => Compose(ground, n)).ToList();
        var configs = new List<byte[]>();
        foreach (var image in images)
        {
            await using var stream = await image.Manifests[0].Config.OpenVerified(Ct.None);
            var bytes = new byte[image.Manifests[0].Config.Descriptor.Size];
            await stream.ReadExactlyAsync(bytes);
            configs.Add(bytes);
        }

        var files = new[] { ("serving", pairs.Serving), ("model", pairs.Model) }.Concat(pairs.Parameters.Take(Pairs.Count).Select((l, n) => (Pairs.Name(n), l)))
            .Select(l => (Path.Combine(pairs.Folder, l.Item1 + ".layer"), l.Item2.Blob.Descriptor.Digest)).ToList();
        var manifests = images.Select((image, n) => (Pairs.Name(n), image.ManifestBytes.ToArray())).ToList();

        var clock = Stopwatch.StartNew();
        using var bare = new BareProtocol(registry.Host, "models/beam");
        foreach (var layer in images[0].Manifests[0].Layers.Take(images[0].Manifests[0].Layers.Count - 3))
        {
            await bare.Mount(layer.Descriptor.Digest, Base);
        }

        await bare.Push(files, configs, manifests);
        return clock.Elapsed;
    }

    /// <summary>Builds and pushes with Docker and BuildKit, the base pulled before; and then one more.</summary>
    public async Task<(TimeSpan All, TimeSpan OneMore)> BuildKit(DockerEngine engine)
    {
        await using var registry = await Registry();
        var (ground, target) = ($"{registry.Host}/{Base}:10.0", $"{registry.Host}/models/beam");
        await engine.Docker("pull", "--quiet", ground);
        for (var n = 0; n <= Pairs.Count; n++)
        {
            await WriteContext(ground, n);
        }

        var clock = Stopwatch.StartNew();
        for (var n = 0; n < Pairs.Count; n++)
        {
            await BuildAndPush(engine, target, n);
        }

        var all = clock.Elapsed;
        clock.Restart();
        await BuildAndPush(engine, target, Pairs.Count);
        return (all, clock.Elapsed);
    }

    private async Task BuildAndPush(DockerEngine engine, string target, int pair)
    {
        await engine.Docker("build", "--quiet", "--tag", $"{target}:{Pairs.Name(pair)}", Context(pair));
        await engine.Docker("push", "--quiet", $"{target}:{Pairs.Name(pair)}");
    }

    private async Task WriteContext(string ground, int pair)
    {
        foreach (var (from, to) in new[] { ("serving", "serving"), ("model", "model"), (Pairs.Name(pair), "parameters") })
        {
            Directory.CreateDirectory(Path.Combine(Context(pair), to));
            foreach (var file in Directory.EnumerateFiles(Path.Combine(pairs.Folder, from)))
            {
                File.Copy(file, Path.Combine(Context(pair), to, Path.GetFileName(file)));
            }
        }

        await File.WriteAllTextAsync(Path.Combine(Context(pair), "Dockerfile"),
            $"FROM {ground}\nCOPY serving /mlp/serving\nCOPY model /mlp/model\nCOPY parameters /mlp/parameters\nUSER 65532\nENTRYPOINT [\"dotnet\", \"/mlp/serving/Mlp.Serving.dll\"]\n");
    }

    private string Context(int pair) => Path.Combine(pairs.Folder, string.Create(CultureInfo.InvariantCulture, $"context-{pair}"));

    private Image Compose(BaseImage ground, int pair) => ImageComposer.Compose(ground, [pairs.Serving, pairs.Model, pairs.Parameters[pair]], Pairs.Spec(pair));

    private static Task<BaseImage> Ground(RegistryClient client, DockerRegistry registry) =>
        BaseImage.Open(client.Repository(ImageReference.Parse($"{registry.Host}/{Base}")), "10.0", [], Ct.None);

    private static async Task<DockerRegistry> Registry()
    {
        var registry = await DockerRegistry.Start();
        using var client = new RegistryClient(new());
        await TestBaseImage.Push(client, ImageReference.Parse($"{registry.Host}/{Base}:10.0"));
        return registry;
    }
}
