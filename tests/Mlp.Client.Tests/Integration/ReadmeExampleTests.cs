namespace Mlp.ClientTests.Integration;

/// <summary>The examples of the README, line by line, run against the real registry.</summary>
[Collection(RegistryCollection.Name)]
public sealed class ReadmeExampleTests(Registry registry) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Publish_use_and_watch()
    {
        using var client = registry.Client(_folder);
        await Registry.Register(client, "beam_line_model", "1.2.0");
        var model = new BeamLineModel { Offset = 1 };

        var version = await client.PublishModelParametersVersionAsync(model, "beam_line_weights");
        Console.WriteLine($"published {version.Name} {version.Version}");

        using var created = await client.CreateModelAsync<BeamLineModel>("beam_line_weights");
        var predictor = created.Predictor<float[], float[]>();
        var positions = await predictor.PredictAsync([0.1f, 0.2f]);

        await using var watched = await client.WatchModelAsync<BeamLineModel>("beam_line_weights", new WatchOptions
        {
            Interval = TimeSpan.FromSeconds(10),
            Swapped = now => Console.WriteLine($"now {now.Version}"),
            LoadFailed = (bad, failure) => Console.Error.WriteLine($"{bad.Version} is skipped: {failure.Message}"),
        });
        var current = watched.Use(m => m.Predict([0.1f, 0.2f]));

        Assert.Equal([1.1f, 1.2f], positions);
        Assert.Equal(positions, current);
    }

    [Fact]
    public void A_profile_that_is_not_there_is_an_error()
    {
        var environment = new ClientEnvironment(_ => null, _folder.Path, _folder.Path);
        Assert.Equal(ClientErrors.UnknownProfile, Assert.Throws<MlpException>(() => new Client(new ClientOptions { Registry = "pro" }, environment)).Code);
    }
}
