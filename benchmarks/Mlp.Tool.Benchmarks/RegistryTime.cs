using System.Diagnostics;
using System.Globalization;
using Mlp.Testing;
using Mlp.Wire;

namespace Mlp.Tool.Benchmarks;

/// <summary>What a release of many models costs the registry.</summary>
internal static class RegistryTime
{
    private const int Models = 200;
    private const int Releases = 11;

    public static async Task Measure()
    {
        await using var registry = await RegistryProcess.Start();
        using var client = new Client(registry.BaseUrl.ToString(), registry.AdminToken);
        List<double> opening = [];
        List<double> completing = [];
        for (var i = 0; i <= Releases; i++)
        {
            ReleasedModel[] models = [.. Enumerable.Range(0, Models).Select(k => new ReleasedModel($"model{k:D3}", $"Beams.Model{k}", Description: "A model", Metadata: new Dictionary<string, string> { ["beam"] = "proton" }))];
            var watch = Stopwatch.StartNew();
            var opened = await client.Releases.OpenAsync(new("git.example.org/beams/many", "dotnet", $"v1.{i}.0", new('a', 40), new('b', 40), null, models));
            opening.Add(watch.Elapsed.TotalMilliseconds);
            watch.Restart();
            await client.Releases.CompleteAsync(opened.Release.Id, new());
            completing.Add(watch.Elapsed.TotalMilliseconds);
        }

        Row.Write($"{Models} models: opening the release", Told(opening.Skip(1)), "");
        Row.Write($"{Models} models: registering, one transaction", Told(completing.Skip(1)), "200 ms");
    }

    private static string Told(IEnumerable<double> taken)
    {
        var sorted = taken.Order().ToList();
        return string.Create(CultureInfo.InvariantCulture, $"median {sorted[sorted.Count / 2]:N0} ms, worst {sorted[^1]:N0} ms");
    }
}
