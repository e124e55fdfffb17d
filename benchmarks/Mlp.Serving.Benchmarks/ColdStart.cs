using System.Globalization;

namespace Mlp.Serving.Benchmarks;

/// <summary>From the start of a process to a model that is ready.</summary>
internal static class ColdStart
{
    private const int Times = 7;

    public static async Task Print(Peer peer, BenchmarkFolder folder)
    {
        var times = new List<double>();
        for (var i = 0; i < Times; i++)
        {
            using var running = await RunningPeer.Of(peer);
            times.Add(running.Start.TotalMilliseconds);
            await RunningPeer.Check(peer, folder);
        }

        times.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"cold start, from the process to ready: {times[0]:F0} to {times[^1]:F0} ms, median {times[Times / 2]:F0} ms (claimed: under 1000 ms)"));
    }
}
