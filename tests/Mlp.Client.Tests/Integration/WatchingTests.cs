using System.Collections.Concurrent;
using Mlp.Wire;

namespace Mlp.ClientTests.Integration;

[Collection(RegistryCollection.Name)]
public sealed class WatchingTests(Registry registry) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentQueue<string> _swapped = new();
    private readonly ConcurrentQueue<(string Version, MlpException Failure)> _failedLoads = new();
    private readonly ConcurrentQueue<Exception> _failures = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task New_versions_are_swapped_in_under_constant_predictions_and_none_of_them_fails()
    {
        using var client = await Ready();
        var instances = ScalingModel.LiveInstances;
        await Publish(client, "swapped", 1);
        await using (var watched = await client.WatchModelAsync<ScalingModel>("swapped", Options))
        {
            var predictor = watched.Predictor<float, float>();
            using var stop = new CancellationTokenSource();
            var seen = new ConcurrentDictionary<float, int>();
            var predicting = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
            {
                var last = 0f;
                while (!stop.IsCancellationRequested)
                {
                    var now = await predictor.PredictAsync(1);
                    Assert.True(now >= last, $"{now} after {last}");
                    last = now;
                    seen.AddOrUpdate(now, 1, (_, count) => count + 1);
                }
            })).ToList();
            for (var factor = 2; factor <= 8; factor++)
            {
                await Publish(client, "swapped", factor);
                await Until(() => watched.Parameters.Version == $"1.{factor - 1}");
            }

            await Until(() => seen.ContainsKey(8));
            await stop.CancelAsync();
            await Task.WhenAll(predicting);

            Assert.Equal(Enumerable.Range(1, 7).Select(i => $"1.{i}"), _swapped);
            Assert.Empty(_failedLoads);
            Assert.Empty(_failures);
        }

        // The eight that were published from are left.
        await Until(() => ScalingModel.LiveInstances == instances + 8);
    }

    [Fact]
    public async Task An_old_instance_is_disposed_of_after_its_last_prediction_and_not_before()
    {
        using var client = await Ready();
        await Publish(client, "retired", 1);
        await using var watched = await client.WatchModelAsync<ScalingModel>("retired", Options);
        using var inside = new ManualResetEventSlim();
        using var leave = new ManualResetEventSlim();
        ScalingModel? old = null;
        var slow = Task.Run(() => watched.Use(model =>
        {
            old = model;
            inside.Set();
            leave.Wait();
            return model.Predict(1);
        }));
        inside.Wait();

        await Publish(client, "retired", 2);
        await Until(() => watched.Parameters.Version == "1.1");

        Assert.Equal(2, watched.Use(model => model.Predict(1)));
        leave.Set();
        Assert.Equal(1, await slow);
        Assert.Throws<ObjectDisposedException>(() => old!.Predict(1));
    }

    [Fact]
    public async Task A_version_that_fails_to_load_is_reported_once_and_skipped_until_a_newer_one_comes()
    {
        using var client = await Ready();
        await Publish(client, "skipped", 1);
        await using var watched = await client.WatchModelAsync<ScalingModel>("skipped", Options);

        await Publish(client, "skipped", float.NaN);
        await Until(() => !_failedLoads.IsEmpty);
        await Task.Delay(300);
        Assert.Equal(1, watched.Use(model => model.Predict(1)));
        await Publish(client, "skipped", 3);
        await Until(() => watched.Parameters.Version == "1.2");

        var (version, failure) = Assert.Single(_failedLoads);
        Assert.Equal(("1.1", ClientErrors.ImportFailed), (version, failure.Code));
        Assert.Equal(["1.2"], _swapped);
    }

    [Fact]
    public async Task A_deprecated_version_is_left_for_the_one_before()
    {
        using var client = await Ready();
        await Publish(client, "withdrawn", 1);
        await Publish(client, "withdrawn", 2);
        await using var watched = await client.WatchModelAsync<ScalingModel>("withdrawn", Options);
        Assert.Equal(2, watched.Use(model => model.Predict(1)));

        await client.Parameters.DeprecateAsync("withdrawn", "1.1", "wrong data");

        await Until(() => watched.Parameters.Version == "1.0");
        Assert.Equal(1, watched.Use(model => model.Predict(1)));
    }

    [Fact]
    public async Task A_registry_that_is_away_is_reported_and_the_watching_goes_on_when_it_is_back()
    {
        await using var own = await Mlp.Testing.RegistryProcess.Start();
        using var client = new Client(new ClientOptions
        {
            Registry = own.BaseUrl.AbsoluteUri,
            Token = own.AdminToken,
            CacheFolder = _folder["cache"],
            TemporaryFolder = _folder.Path,
            Attempts = 1,
        });
        await Registry.Register(client, "scaling", "1.2.0");
        await Publish(client, "away", 1);
        await using var watched = await client.WatchModelAsync<ScalingModel>("away", Options);

        await own.Kill();
        await Until(() => !_failures.IsEmpty);
        Assert.Equal(1, watched.Use(model => model.Predict(1)));
        await own.Restart();
        await Publish(client, "away", 2);

        await Until(() => watched.Parameters.Version == "1.1");
        Assert.All(_failures, failure => Assert.Equal(ClientErrors.Unreachable, Assert.IsType<MlpException>(failure).Code));
    }

    [Fact]
    public async Task A_listener_that_throws_does_not_end_the_watching()
    {
        using var client = await Ready();
        await Publish(client, "throwing", 1);
        var options = Options with { Swapped = _ => throw new InvalidOperationException("listener") };
        await using var watched = await client.WatchModelAsync<ScalingModel>("throwing", options);

        await Publish(client, "throwing", 2);
        await Until(() => watched.Parameters.Version == "1.1");
        await Publish(client, "throwing", 3);
        await Until(() => watched.Parameters.Version == "1.2");

        Assert.Equal("listener", Assert.IsType<InvalidOperationException>(_failures.First()).Message);
    }

    [Fact]
    public async Task After_disposal_nothing_predicts_and_the_model_is_gone()
    {
        using var client = await Ready();
        await Publish(client, "stopped", 1);
        var watched = await client.WatchModelAsync<ScalingModel>("stopped", Options);
        var model = watched.Use(current => current);

        await watched.DisposeAsync();
        await watched.DisposeAsync();

        Assert.Throws<ObjectDisposedException>(() => watched.Use(current => current.Predict(1)));
        Assert.Throws<ObjectDisposedException>(() => model.Predict(1));
    }

    private WatchOptions Options => new()
    {
        Interval = TimeSpan.FromMilliseconds(50),
        Swapped = version => _swapped.Enqueue(version.Version),
        LoadFailed = (version, failure) => _failedLoads.Enqueue((version.Version, failure)),
        Failed = _failures.Enqueue,
    };

    private async Task<Client> Ready()
    {
        var client = registry.Client(_folder);
        await Registry.Register(client, "scaling", "1.2.0");
        return client;
    }

    private static Task<ParametersVersionInfo> Publish(Client client, string name, float factor) =>
        client.PublishModelParametersVersionAsync(new ScalingModel { Factor = factor }, name);

    private static async Task Until(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!condition())
        {
            await Task.Delay(20, patience.Token);
        }
    }
}
