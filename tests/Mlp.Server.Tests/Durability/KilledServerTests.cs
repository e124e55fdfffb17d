using System.Collections.Concurrent;
using System.Net.Http.Json;
using Mlp.Testing;
using Mlp.Testing.Publishing;
using Mlp.Testing.Services;
using Mlp.Wire;

namespace Mlp.Server.Tests.Durability;

/// <summary>What was acknowledged survives the server being killed, and nothing half-made is ever seen.</summary>
public sealed class KilledServerTests(RealServices services)
{
    private const int Publishers = 64;
    private const int Kills = 10;

    [Fact]
    public Task On_SQLite_64_publishers_get_distinct_gapless_versions_while_the_server_is_killed_ten_times() => Run([]);

    [Fact]
    public async Task On_PostgreSQL_64_publishers_get_distinct_gapless_versions_while_the_server_is_killed_ten_times() =>
        await Run(new() { ["MLP_DATABASE"] = await (await services.Postgres).CreateDatabase() });

    private static async Task Run(Dictionary<string, string> environment)
    {
        var archives = await TestArchive.Make();
        var publisher = new Publisher(archives);
        await using var registry = await RegistryProcess.Start(environment);
        await publisher.Register(registry.Http, "beam", "1.0.0");
        var acknowledged = new ConcurrentDictionary<string, long>();
        var next = 0L;
        using var killed = new CancellationTokenSource();
        var publishing = Enumerable.Range(0, Publishers).Select(_ => Task.Run(async () =>
        {
            while (!killed.IsCancellationRequested)
            {
                var number = Interlocked.Increment(ref next);
                var created = await publisher.Publish(() => registry.Http, "weights", "beam", "1.0.0", number, Ct.None);
                Assert.True(acknowledged.TryAdd(created.Version, number), $"{created.Version} was given twice");
            }
        })).ToList();
        for (var i = 0; i < Kills; i++)
        {
            var before = acknowledged.Count;
            await Until(() => acknowledged.Count > before + 20 + (i * 7));
            await registry.Kill();
            await registry.Restart();
            await EverythingAcknowledgedIsThere(registry.Http, archives, acknowledged.ToArray().TakeLast(50));
        }

        await killed.CancelAsync();
        await Task.WhenAll(publishing);
        await EverythingAcknowledgedIsThere(registry.Http, archives, acknowledged.ToArray());
        await VersionsHaveNoGapsAndAreWhole(registry.Http, acknowledged);
    }

    private static async Task EverythingAcknowledgedIsThere(HttpClient http, TestArchive archives, IEnumerable<KeyValuePair<string, long>> acknowledged)
    {
        foreach (var (version, number) in acknowledged)
        {
            var bytes = await http.GetByteArrayAsync($"api/v1/parameters/weights/versions/{version}/content");
            Assert.Equal(archives.Numbered(number), bytes);
        }
    }

    private static async Task VersionsHaveNoGapsAndAreWhole(HttpClient http, ConcurrentDictionary<string, long> acknowledged)
    {
        var listed = new List<ParametersVersionInfo>();
        string? after = null;
        do
        {
            var page = (await http.GetFromJsonAsync<Page<ParametersVersionInfo>>($"api/v1/parameters/weights/versions?limit=1000{(after is null ? "" : $"&after={after}")}", WireJson.Options))!;
            listed.AddRange(page.Items);
            after = page.Next;
        }
        while (after is not null);
        Assert.Equal(Enumerable.Range(0, listed.Count).Reverse().Select(minor => $"1.{minor}"), listed.Select(version => version.Version));
        Assert.Equal(acknowledged.Keys.Order(), listed.Select(version => version.Version).Order());
        Assert.Equal(listed.Count, listed.Select(version => version.Digest).Distinct().Count());
    }

    private static async Task Until(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!condition())
        {
            await Task.Delay(10, patience.Token);
        }
    }
}
