using System.Diagnostics;
using System.Globalization;
using Mlp.Testing;
using Mlp.Testing.Publishing;

namespace Mlp.Server.Benchmarks;

/// <summary>Durable AUTO publications per second: 64 clients of one name, each uploading 1 kB and creating a version.</summary>
internal sealed class PublishBenchmark(Table table)
{
    private const int Clients = 64;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(10);

    public async Task Run(string name, IReadOnlyDictionary<string, string> environment, string goal)
    {
        await using var registry = await RegistryProcess.Start(environment, ["--rate-limit", "0"]);
        var publisher = new Publisher(await TestArchive.Make());
        await publisher.Register(registry.Http, "beam", "1.0.0");
        var (next, published) = (0L, 0L);
        using var stop = new CancellationTokenSource();
        var clients = Enumerable.Range(0, Clients).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await publisher.Publish(() => registry.Http, "weights", "beam", "1.0.0", Interlocked.Increment(ref next), Ct.None);
                Interlocked.Increment(ref published);
            }
        })).ToList();
        await Task.Delay(WarmUp);
        using var server = Process.GetProcessById(registry.ProcessId);
        var processorBefore = server.TotalProcessorTime;
        var (before, watch) = (Interlocked.Read(ref published), Stopwatch.StartNew());
        await Task.Delay(Measured);
        var (count, seconds) = (Interlocked.Read(ref published) - before, watch.Elapsed.TotalSeconds);
        server.Refresh();
        var processor = (server.TotalProcessorTime - processorBefore).TotalMilliseconds / count;
        await stop.CancelAsync();
        await Task.WhenAll(clients);
        table.Row(name, $"AUTO publishes, {Clients} clients", string.Create(CultureInfo.InvariantCulture, $"{count / seconds:N0} per second"), goal);
        table.Row(name, "processor time of the server", string.Create(CultureInfo.InvariantCulture, $"{processor:N2} ms each"));
        table.Row(name, "memory of the server", $"{registry.PeakResidentBytes() / 1e6:N0} MB at most");
    }
}
