namespace Mlp.ClientTests.Integration;

[Collection(RegistryCollection.Name)]
public sealed class SharedCacheTests(Registry registry) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Processes_that_start_together_download_once()
    {
        using var client = registry.Client(_folder);
        await Registry.Register(client, "scaling", "1.2.0");
        await client.PublishModelParametersVersionAsync(new ScalingModel { Factor = 7, Padding = 20 << 20 }, "shared_cache");
        var environment = new Dictionary<string, string>
        {
            ["MLP_REGISTRY"] = registry.Url,
            ["MLP_TOKEN"] = registry.Process.AdminToken,
            ["MLP_CACHE"] = _folder["cache"],
        };

        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => OtherProcess.Run(environment, OtherProcess.CreatesModel, "shared_cache")));

        Assert.Equal(["70", "70", "70"], answers);
        Assert.Single(registry.Process.Log.Split('\n'), line => line.Contains("/parameters/shared_cache/versions/1.0/content", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_process_that_died_in_the_middle_of_a_download_leaves_a_beginning_that_the_next_one_uses()
    {
        using var client = registry.Client(_folder);
        await Registry.Register(client, "scaling", "1.2.0");
        var version = await client.PublishModelParametersVersionAsync(new ScalingModel { Factor = 7, Padding = 1 << 20 }, "half_cache");
        await client.Blobs.DownloadAsync(Digest.Parse(version.Digest), _folder["whole.tar"]);
        var whole = await File.ReadAllBytesAsync(_folder["whole.tar"]);
        Directory.CreateDirectory(_folder["cache/partial"]);
        await File.WriteAllBytesAsync(_folder["cache/partial", Digest.Parse(version.Digest).Hex + ".tar"], whole[..(whole.Length / 2)]);

        using var model = await client.CreateModelAsync<ScalingModel>("half_cache");

        Assert.Equal(7, model.Model.Factor);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder["cache/partial"]));
    }
}
