using Mlp.Testing;
using Mlp.Wire;

namespace Mlp.ClientTests.Integration;

[Collection(RegistryCollection.Name)]
public sealed class EmbeddedTests(Registry registry) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_latest_version_that_fits_is_created_and_predicts()
    {
        using var client = await Ready("created");

        await Publish(client, "created", 2);
        await Publish(client, "created", 3);
        using var latest = await client.CreateModelAsync<ScalingModel>("created");
        using var chosen = await client.CreateModelAsync<ScalingModel>("created", new ParametersVersion(1, 0));

        Assert.Equal(("scaling", "1.2.0", "1.1"), (latest.Type, latest.TypeVersion, latest.Parameters.Version));
        Assert.Equal(30, await latest.Predictor<float, float>().PredictAsync(10));
        Assert.Equal(20, chosen.Use(model => model.Predict(10)));
        Assert.True(latest.Model.SessionStarted);
    }

    [Fact]
    public async Task A_version_that_does_not_fit_is_refused_until_it_is_linked_by_hand()
    {
        using var client = await Ready("unfit");
        await Registry.Register(client, "other_type", "1.0.0");
        _folder.Write("in/factor.bin", "\0\0\0@");
        await client.PublishParametersAsync(_folder["in"], "unfit", "other_type", "1.0.0");

        var latest = await Assert.ThrowsAsync<MlpException>(() => client.CreateModelAsync<ScalingModel>("unfit"));
        var chosen = await Assert.ThrowsAsync<MlpException>(() => client.CreateModelAsync<ScalingModel>("unfit", new ParametersVersion(1, 0)));

        Assert.Equal(404, latest.Status);
        Assert.Equal(ClientErrors.NotCompatible, chosen.Code);
        await client.Compatibility.AddAsync(new("scaling", "1.2.0", "unfit", "1.0", "tested by hand"));
        using var model = await client.CreateModelAsync<ScalingModel>("unfit");
        Assert.Equal(2, model.Model.Factor);
    }

    [Fact]
    public async Task A_version_of_the_class_that_is_not_registered_is_named()
    {
        using var client = await Ready("unregistered");
        await Publish(client, "unregistered", 2);

        var failure = await Assert.ThrowsAsync<MlpException>(() => client.CreateModelAsync<ScalingModel>("unregistered", modelVersion: "9.0.0"));

        Assert.Equal(ClientErrors.VersionNotRegistered, failure.Code);
        Assert.Contains("1.2.0", failure.Choices);
    }

    [Fact]
    public async Task What_is_cached_is_not_downloaded_again()
    {
        using var client = await Ready("cached");
        await Publish(client, "cached", 2);
        var downloads = new Counter();

        using (await client.CreateModelAsync<ScalingModel>("cached", progress: downloads))
        using (await client.CreateModelAsync<ScalingModel>("cached", progress: downloads))
        {
            Assert.Equal(1, downloads.Completed);
        }
    }

    [Theory]
    [InlineData("changed")]
    [InlineData("lost")]
    [InlineData("added")]
    [InlineData("linked")]
    public async Task A_damaged_cache_is_noticed_and_filled_again(string how)
    {
        using var client = await Ready("damaged_" + how);
        var version = await Publish(client, "damaged_" + how, 2);
        (await client.CreateModelAsync<ScalingModel>(version.Name)).Dispose();
        var file = _folder["cache/parameters", version.Digest["sha256:".Length..], "factor.bin"];
        Damage(file, how);

        using var model = await client.CreateModelAsync<ScalingModel>(version.Name);

        Assert.Equal(2, model.Model.Factor);
        Assert.Equal(4, new FileInfo(file).Length);
        Assert.Single(Directory.EnumerateFiles(Path.GetDirectoryName(file)!));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder["cache/partial"]));
    }

    [Fact]
    public async Task Without_a_registry_what_is_cached_still_works_and_all_else_says_why_not()
    {
        await using var own = await RegistryProcess.Start();
        using var client = new Client(new ClientOptions
        {
            Registry = own.BaseUrl.AbsoluteUri,
            Token = own.AdminToken,
            CacheFolder = _folder["cache"],
            TemporaryFolder = _folder.Path,
            Clock = new HurriedClock(),
        });
        await Registry.Register(client, "scaling", "1.2.0");
        await Publish(client, "offline", 2);
        await Publish(client, "offline", 3);
        (await client.CreateModelAsync<ScalingModel>("offline")).Dispose();
        (await client.CreateModelAsync<ScalingModel>("offline", new ParametersVersion(1, 0))).Dispose();
        await own.Kill();

        using var latest = await client.CreateModelAsync<ScalingModel>("offline");
        using var chosen = await client.CreateModelAsync<ScalingModel>("offline", new ParametersVersion(1, 0));
        var never = await Assert.ThrowsAsync<MlpException>(() => client.CreateModelAsync<ScalingModel>("never_asked"));

        Assert.Equal((3, 2), (latest.Model.Factor, chosen.Model.Factor));
        Assert.Equal(ClientErrors.Unreachable, never.Code);
    }

    [Fact]
    public async Task A_registry_that_refuses_is_not_taken_for_one_that_is_away()
    {
        using var client = await Ready("refused");
        await Publish(client, "refused", 2);
        (await client.CreateModelAsync<ScalingModel>("refused")).Dispose();
        using var stranger = registry.Client(_folder, token: "mlp_wrong");

        Assert.Equal("MLP2002", (await Assert.ThrowsAsync<MlpException>(() => stranger.CreateModelAsync<ScalingModel>("refused"))).Code);
    }

    [Fact]
    public async Task A_model_that_fails_to_import_says_which_version_it_was()
    {
        using var client = await Ready("nan");
        await Publish(client, "nan", float.NaN);

        var failure = await Assert.ThrowsAsync<MlpException>(() => client.CreateModelAsync<ScalingModel>("nan"));

        Assert.Equal((ClientErrors.ImportFailed, "nan 1.0"), (failure.Code, failure.Value));
        Assert.IsType<InvalidDataException>(failure.InnerException);
    }

    [Fact]
    public async Task A_model_is_asked_for_what_it_predicts()
    {
        using var client = await Ready("typed");
        await Publish(client, "typed", 2);
        using var model = await client.CreateModelAsync<ScalingModel>("typed");

        Assert.Equal(ClientErrors.InvalidArgument, Assert.Throws<MlpException>(() => model.Predictor<string, string>()).Code);
    }

    [Fact]
    public async Task Any_number_of_callers_take_turns_on_a_model_for_one()
    {
        using var client = await Ready("turns");
        await Publish(client, "turns", 2);
        using var model = await client.CreateModelAsync<ScalingModel>("turns");
        var predictor = model.Predictor<float, float>();

        await Parallel.ForAsync(0, 20_000, async (i, ct) => Assert.Equal(2f * i, await predictor.PredictAsync(i, ct)));
    }

    [Fact]
    public async Task A_cache_that_cannot_be_written_is_named()
    {
        using var client = await Ready("unwritable");
        await Publish(client, "unwritable", 2);
        _folder.Write("cache", "a file where the folder should be");

        var failure = await Assert.ThrowsAsync<MlpException>(() => client.CreateModelAsync<ScalingModel>("unwritable"));

        Assert.Equal((ClientErrors.CacheUnusable, _folder["cache"]), (failure.Code, failure.Value));
        Assert.Contains("MLP_CACHE", failure.Remedy, StringComparison.Ordinal);
    }

    private static void Damage(string file, string how)
    {
        switch (how)
        {
            case "changed":
                File.WriteAllBytes(file, [0, 0, 0, 0]);
                break;
            case "lost":
                File.Delete(file);
                break;
            case "added":
                File.WriteAllText(file + ".more", "");
                break;
            default:
                File.Move(file, file + ".elsewhere");
                File.CreateSymbolicLink(file, file + ".elsewhere");
                break;
        }
    }

    private async Task<Client> Ready(string name)
    {
        Assert.NotEmpty(name);
        var client = registry.Client(_folder);
        await Registry.Register(client, "scaling", "1.2.0");
        return client;
    }

    private static Task<ParametersVersionInfo> Publish(Client client, string name, float factor) =>
        client.PublishModelParametersVersionAsync(new ScalingModel { Factor = factor }, name);

    private sealed class Counter : IProgress<TransferProgress>
    {
        public int Completed { get; private set; }

        public void Report(TransferProgress value) => Completed += value.Bytes == value.Total ? 1 : 0;
    }
}
