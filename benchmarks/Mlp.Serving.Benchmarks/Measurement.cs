using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Mlp.Serving.Benchmarks;

/// <summary>What the load generator says of a server.</summary>
internal static partial class Measurement
{
    public static async Task<Result> Of(Peer peer, BenchmarkFolder folder)
    {
        using var running = await RunningPeer.Of(peer);
        await RunningPeer.Check(peer, folder);
        await Load(folder, connections: 200, seconds: 4); // What a just-in-time compiler learns, it has learned.
        var alone = await Load(folder, connections: 1, seconds: 4);
        var many = await Load(folder, connections: 200, seconds: 8);
        return new(peer.Name, Time(alone, "50%") * 1e6, Number(many, Rate()), Time(many, "50%") * 1e3, Time(many, "99%") * 1e3, Errors(alone) + Errors(many));
    }

    private static async Task<string> Load(BenchmarkFolder folder, int connections, int seconds)
    {
        using var wrk = Process.Start(new ProcessStartInfo("wrk", ["-t1", $"-c{connections}", $"-d{seconds}s", "--latency", "-s", folder.Script, $"{Peer.Url}predict"]) { RedirectStandardOutput = true })!;
        var output = await wrk.StandardOutput.ReadToEndAsync();
        await wrk.WaitForExitAsync();
        return output;
    }

    private static double Number(string output, Regex pattern) => double.Parse(pattern.Match(output).Groups[1].Value, CultureInfo.InvariantCulture);

    private static double Time(string output, string percentile)
    {
        var match = Regex.Match(output, $@"{Regex.Escape(percentile)}\s+([0-9.]+)(us|ms|s)");
        return double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) * match.Groups[2].Value switch { "us" => 1e-6, "ms" => 1e-3, _ => 1 };
    }

    private static int Errors(string output) =>
        Failed().Match(output) is { Success: true } failed ? failed.Groups.Values.Skip(1).Sum(group => group.Length == 0 ? 0 : int.Parse(group.Value, CultureInfo.InvariantCulture)) : 0;

    [GeneratedRegex(@"Requests/sec:\s+([0-9.]+)")]
    private static partial Regex Rate();

    [GeneratedRegex(@"Non-2xx or 3xx responses: ([0-9]+)|Socket errors: connect ([0-9]+), read ([0-9]+), write ([0-9]+), timeout ([0-9]+)")]
    private static partial Regex Failed();
}
