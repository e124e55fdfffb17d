using System.Net.Http.Json;
using Mlp.Server.Database;
using Mlp.Server.Tests.Compatibility;
using Mlp.Testing;
using Mlp.Testing.Publishing;
using Mlp.Wire;

namespace Mlp.Server.Tests.Durability;

/// <summary>Several writers share one home: a server and others that open the same record beside it.</summary>
public sealed class SharedHomeTests
{
    private const int Each = 60;

    [Fact]
    public async Task Two_that_register_one_that_publishes_and_a_server_lose_nothing_and_see_no_locked_database()
    {
        await using var registry = await RegistryProcess.Start();
        var publisher = new Publisher(await TestArchive.Make());
        await publisher.Register(registry.Http, "beam", "1.0.0");
        await using var first = await OpenBeside(registry);
        await using var second = await OpenBeside(registry);
        await using var third = await OpenBeside(registry);
        await Task.WhenAll(
            Times(i => new RecordedRules(first).Register("wave", $"1.{i}.0", project: "git.example.org/first")),
            Times(i => new RecordedRules(second).Register("tune", $"1.{i}.0", project: "git.example.org/second")),
            Times(_ => new RecordedRules(third).Publish("weights", "beam", "1.0.0")),
            Times(i => publisher.Publish(() => registry.Http, "weights", "beam", "1.0.0", i, Ct.None)));
        Assert.Equal(Each, await Count(registry.Http, "types/wave/versions"));
        Assert.Equal(Each, await Count(registry.Http, "types/tune/versions"));
        Assert.Equal(2 * Each, await Count(registry.Http, "parameters/weights/versions"));
        Assert.DoesNotContain("locked", registry.Log, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_fresh_home_may_be_opened_by_many_at_once()
    {
        var folder = Directory.CreateTempSubdirectory("mlp-fresh-");
        var stores = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
            Task.Run(() => Store.Open(new SqliteDatabase(Path.Combine(folder.FullName, "registry.db")), TimeProvider.System, Ct.None))));
        foreach (var store in stores)
        {
            Assert.Equal(0, await store.Read(session => session.First<long>("SELECT value FROM counter"), Ct.None));
            await store.DisposeAsync();
        }

        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_record_of_a_newer_mlp_is_refused_and_left_alone()
    {
        var folder = Directory.CreateTempSubdirectory("mlp-newer-");
        var file = Path.Combine(folder.FullName, "registry.db");
        await using (var store = await Store.Open(new SqliteDatabase(file), TimeProvider.System, Ct.None))
        {
            await store.Write("tester", session => session.Execute("INSERT INTO schema_version (version, name, applied_at) VALUES (9999, 'later', 0)"), Ct.None);
        }

        var refused = await Assert.ThrowsAsync<StartupException>(() => Store.Open(new SqliteDatabase(file), TimeProvider.System, Ct.None));
        Assert.Contains("9999", refused.Fact, StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    private static Task<Store> OpenBeside(RegistryProcess registry) =>
        Store.Open(new SqliteDatabase(Path.Combine(registry.Home, "registry.db")), TimeProvider.System, Ct.None);

    private static async Task Times(Func<int, Task> act)
    {
        for (var i = 0; i < Each; i++)
        {
            await act(i);
        }
    }

    private static async Task<int> Count(HttpClient http, string route) =>
        (await http.GetFromJsonAsync<Page<System.Text.Json.JsonElement>>($"api/v1/{route}?limit=1000", WireJson.Options))!.Items.Count;
}
