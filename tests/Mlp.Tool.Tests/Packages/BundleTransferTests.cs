using Mlp.Cli.Packages;
using Mlp.Testing;

namespace Mlp.Tool.Tests.Packages;

/// <summary>Bundles on their way to the registry and back; one registry for all of it, because it takes a while to start.</summary>
public sealed class BundleTransferTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_bundle_goes_to_the_registry_once_and_comes_back_whole()
    {
        await using var registry = await RegistryProcess.Start();
        using var client = new Client(registry.BaseUrl.AbsoluteUri, registry.AdminToken);
        var bundle = await BundlePacking.Pack([Closure.Write(_folder, "published")], _folder["packed"], default);

        var digest = await bundle.Push(client, progress: null, default);
        var sent = new List<TransferProgress>();
        await bundle.Push(client, new Recorder(sent), default);
        var manifest = await ModelBundle.FetchAsync(client, digest, _folder["fetched"], progress: null, default);

        Assert.Equal(bundle.Digest, digest);
        Assert.Equal(bundle.Manifest.Layer, manifest.Layer);
        Assert.All(sent, step => Assert.Equal(step.Total, step.Bytes)); // It was there at once: nothing was on its way.
        Assert.Equal(Closure.ModelAssembly, await File.ReadAllBytesAsync(_folder["fetched/Beams.dll"]));
        Assert.Equal(["fetched", "packed", "published"], Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));

        // The layer is a blob, too, but no manifest.
        var layer = Digest.Parse(bundle.Manifest.Layer.Digest);
        Assert.Equal("MLP7408", (await Assert.ThrowsAsync<MlpException>(() => ModelBundle.FetchAsync(client, layer, _folder["layer"], progress: null, default))).Code);
        Assert.Equal("MLP1007", (await Assert.ThrowsAsync<MlpException>(() => ModelBundle.FetchAsync(client, Digest.Of("none"u8), _folder["none"], progress: null, default))).Code);
    }

    private sealed class Recorder(List<TransferProgress> steps) : IProgress<TransferProgress>
    {
        public void Report(TransferProgress value) => steps.Add(value);
    }
}
