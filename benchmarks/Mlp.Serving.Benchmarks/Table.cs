using System.Globalization;

namespace Mlp.Serving.Benchmarks;

/// <summary>The comparison, and what is claimed of it.</summary>
internal static class Table
{
    private static readonly (string Ours, string Theirs, double Least)[] Claims =
    [
        (Peers.Network, Peers.NumPy, 3.5), (Peers.Network, Peers.UncheckedNumPy, 2.5), (Peers.Network, Peers.Onnx, 2), (Peers.Network, Peers.Naive, 1.4), (Peers.Trivial, Peers.Bare, 0.8),
    ];

    public static void Print(IReadOnlyList<Result> results)
    {
        var best = results.GroupBy(result => result.Name).ToDictionary(
            group => group.Key,
            group => new Result(group.Key, group.Min(r => r.Alone), group.Max(r => r.PerSecond), group.Min(r => r.Median), group.Min(r => r.P99), group.Sum(r => r.Errors)));
        Console.WriteLine();
        Console.WriteLine("| server | 1 connection, median | 200 connections, requests/s | median | p99 | errors |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|");
        foreach (var result in best.Values)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {result.Name} | {result.Alone:N0} us | {result.PerSecond:N0} | {result.Median:F1} ms | {result.P99:F1} ms | {result.Errors} |"));
        }

        Console.WriteLine();
        foreach (var (ours, theirs, least) in Claims.Where(claim => best.ContainsKey(claim.Theirs)))
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{ours} / {theirs}: {best[ours].PerSecond / best[theirs].PerSecond:F2} times the requests (claimed: {least}), p99 {best[ours].P99:F1} ms against {best[theirs].P99:F1} ms"));
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"what batching costs at one connection: {100 * ((best[Peers.Network].Alone / best[Peers.Unbatched].Alone) - 1):F1} % (claimed: at most 10 %)"));
    }
}
