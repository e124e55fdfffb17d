using System.Collections.Concurrent;
using Mlp.Testing;
using Mlp.Testing.Publishing;

namespace Mlp.Server.Tests.Durability;

/// <summary>Minutes of full load: nothing fails, and memory stays flat.</summary>
public sealed class SoakTests
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Loaded = TimeSpan.FromMinutes(3);
    private static readonly string[] Questions =
    [
        "types", "parameters/weights", "parameters/weights/versions?limit=50", "types/beam/versions/1.0.0/compatible/weights", "pairs", "search?text=beam",
        "compatibility?type=beam&limit=50", "events?limit=50", "why?type=beam&parameters=weights&typeVersion=1.0.0",
    ];

    [LongFact]
    public async Task Publishing_and_asking_for_minutes_fails_never_and_holds_no_more_memory()
    {
        await using var registry = await RegistryProcess.Start(arguments: ["--rate-limit", "0"]);
        var publisher = new Publisher(await TestArchive.Make());
        await publisher.Register(registry.Http, "beam", "1.0.0");
        await publisher.Publish(() => registry.Http, "weights", "beam", "1.0.0", 0, Ct.None);
        var failures = new ConcurrentBag<Exception>();
        var (next, asked) = (0L, 0L);
        using var stop = new CancellationTokenSource();
        var publishers = Enumerable.Range(0, 16).Select(_ => Repeat(() => publisher.Publish(() => registry.Http, "weights", "beam", "1.0.0", Interlocked.Increment(ref next), Ct.None), failures, stop.Token));
        var askers = Enumerable.Range(0, 8).Select(_ => Repeat(() => Ask(registry.Http, Interlocked.Increment(ref asked)), failures, stop.Token));
        var load = publishers.Concat(askers).ToList();
        await Task.Delay(WarmUp);
        var warm = registry.ResidentBytes();
        await Task.Delay(Loaded);
        var end = registry.ResidentBytes();
        await stop.CancelAsync();
        await Task.WhenAll(load);
        Assert.Empty(failures);
        Assert.True(next > 1000 && asked > 1000, $"only {next} published and {asked} asked");
        Assert.True(end < warm * 1.3 && end < 300_000_000, $"{warm:N0} bytes after warming up, {end:N0} at the end");
    }

    private static Task Repeat(Func<Task> act, ConcurrentBag<Exception> failures, Ct stop) => Task.Run(
        async () =>
        {
            while (!stop.IsCancellationRequested && failures.IsEmpty)
            {
                try
                {
                    await act();
                }
                catch (HttpRequestException e)
                {
                    failures.Add(e);
                }
            }
        },
        Ct.None);

    private static async Task Ask(HttpClient http, long number)
    {
        using var answer = await http.GetAsync($"api/v1/{Questions[number % Questions.Length]}");
        answer.EnsureSuccessStatusCode();
    }
}
