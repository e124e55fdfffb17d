using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using Mlp.Server.Database;
using Mlp.Testing;
using Mlp.Wire;

namespace Mlp.Server.Benchmarks;

/// <summary>How long answers take where the record is large, over HTTP, one request after another.</summary>
internal sealed class ScaleBenchmark(Table table, ScaleData data)
{
    // A registry runs for months: what counts is the time after the runtime has compiled what is hot.
    private const int WarmUps = 1_000;
    private static readonly string[] Tables = ["mtv", "mpv", "link_event", "chain", "pair"];
    private readonly Random _random = new(1);

    public async Task Run(string name, IDatabase database, Func<Task<RegistryProcess>> start)
    {
        await Fill(name, database);
        await using var registry = await start();
        var http = registry.Http;
        await Measure(name, "list 100 types", 1_000, _ => Get(http, "types?limit=100"), goal: 10);
        await Measure(name, "list 100 versions", 1_000, _ => Get(http, $"parameters/{ScaleData.Parameters(Any())}/versions?limit=100"), goal: 10);
        await Measure(name, "search by text", 1_000, _ => Get(http, $"search?text=number%20{Any()}"), goal: 10);
        await Measure(name, "search by metadata, one hit", 1_000, _ => Get(http, $"search?metadata=run%3D{_random.Next(data.Types * data.MpvsPerName)}"), goal: 10);
        await Measure(name, "search by metadata, many hits", 1_000, _ => Get(http, "search?metadata=beam%3Dlead"), goal: 10);
        await Measure(name, "pairs of one type", 1_000, _ => Get(http, $"pairs?type={ScaleData.Type(Any())}"), goal: 10);
        await Measure(name, "100 pairs of 10,900", 1_000, _ => Get(http, "pairs?limit=100"), goal: 10);
        await Measure(name, "latest compatible", 1_000, _ => Latest(http, Any()), goal: 10);
        await Measure(name, "all 10,900 pairs", 200, _ => Get(http, "pairs?limit=100000"), goal: null);
        await Measure(name, "register a new version", 500, i => Register(http, i), goal: 20);
    }

    private async Task Fill(string name, IDatabase database)
    {
        var watch = Stopwatch.StartNew();
        await using var store = await Store.Open(database, TimeProvider.System, Ct.None);
        await data.Fill(store);
        await store.Read(
            async session =>
            {
                foreach (var rows in Tables)
                {
                    table.Row(name, $"rows of {rows}", (await session.First<long>($"SELECT COUNT(*) FROM {rows}")).ToString("N0", CultureInfo.InvariantCulture));
                }

                return 0;
            },
            Ct.None);
        table.Row(name, "filled in", $"{watch.Elapsed.TotalSeconds:N0} s");
    }

    private int Any() => _random.Next(data.Types);

    private async Task Measure(string name, string what, int times, Func<int, Task> act, double? goal)
    {
        for (var i = 0; i < WarmUps; i++)
        {
            await act(-1 - i);
        }

        var taken = new List<double>();
        for (var i = 0; i < times; i++)
        {
            var watch = Stopwatch.StartNew();
            await act(i);
            taken.Add(watch.Elapsed.TotalMilliseconds);
        }

        taken.Sort();
        table.Row(name, what, string.Create(CultureInfo.InvariantCulture, $"median {taken[times / 2]:N2} ms, p99 {taken[(int)(times * 0.99)]:N2} ms"), goal is null ? "" : $"p99 under {goal} ms");
    }

    private Task Latest(HttpClient http, int k) =>
        Get(http, $"types/{ScaleData.Type(k)}/versions/1.{_random.Next(data.MtvsPerType)}.0/compatible/{ScaleData.Parameters(k)}");

    private static async Task Get(HttpClient http, string route)
    {
        using var answer = await http.GetAsync($"api/v1/{route}");
        answer.EnsureSuccessStatusCode();
        await answer.Content.ReadAsByteArrayAsync();
    }

    private async Task Register(HttpClient http, int i)
    {
        var k = Any();
        var request = new OpenRelease(
            $"git.example.org/beams/p{k:D4}", "dotnet", $"v1.{data.MtvsPerType + WarmUps + i}.{_random.Next(1_000_000)}", new('a', 40), new('b', 40), null, [new(ScaleData.Type(k), "Beams.Model")]);
        using var opened = await http.PostAsJsonAsync("api/v1/releases", request, WireJson.Options);
        opened.EnsureSuccessStatusCode();
        var release = (await opened.Content.ReadFromJsonAsync<OpenedRelease>(WireJson.Options))!.Release;
        using var completed = await http.PostAsJsonAsync($"api/v1/releases/{release.Id}/complete", new CompleteRelease(), WireJson.Options);
        completed.EnsureSuccessStatusCode();
    }
}
