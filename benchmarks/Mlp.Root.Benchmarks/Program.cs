using System.Diagnostics;
using System.Globalization;
using Mlp.Root;
using Mlp.Root.Benchmarks;
using Mlp.Training;

// One command: dotnet run -c Release --project benchmarks/Mlp.Root.Benchmarks [events]
var events = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000_000;
foreach (var compression in new[] { RootCompression.Zlib, RootCompression.Lz4, RootCompression.Zstandard, RootCompression.None })
{
    var path = Path.Combine(Path.GetTempPath(), $"mlp-root-{events}-{compression}.root");
    if (!File.Exists(path))
    {
        GeneratedFile.Write(path, compression, events);
    }

    using var file = await RootFile.OpenAsync(path);
    var tree = file.Tree("events")!;
    var bytes = tree.Branches.Sum(branch => branch.Bytes);
    Console.WriteLine($"{compression}: {tree.Entries} events, {bytes / (double)events:F0} bytes an event, {new FileInfo(path).Length >> 20} MB");
    var (feeding, cutting) = (await Feeding.Of(path), await Feeding.WithCuts(path));
    for (var run = 0; run < 3; run++)
    {
        var limit = Measure(() => Decompression.All(tree, Environment.ProcessorCount));
        var allocated = GC.GetTotalAllocatedBytes();
        var read = Measure(() => ReadAll(tree).GetAwaiter().GetResult());
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  decompression alone {events / limit.Elapsed:N0}/s, read {events / read.Elapsed:N0}/s ({limit.Elapsed / read.Elapsed:P0}; by processor time {limit.Processor / read.Processor:P0}, {2 * events / read.Processor:N0}/s on two free cores), {(GC.GetTotalAllocatedBytes() - allocated) >> 10} kB allocated, {Environment.WorkingSet >> 20} MB in use"));
        Feed("feeding", feeding, events);
        Feed("feeding with 2 new branches and 5 cuts", cutting, events);
    }
}

static void Feed(string what, Feeding feeding, int events)
{
    DataSpecs? specs = null;
    var first = Measure(() => specs = feeding.Specs().GetAwaiter().GetResult());
    var allocated = GC.GetTotalAllocatedBytes();
    var second = Measure(() => feeding.Chunks(specs!).GetAwaiter().GetResult());
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"  {what}: specs {events / first.Elapsed:N0}/s ({2 * events / first.Processor:N0}/s on two free cores), chunks of {specs!.Width} numbers {events / second.Elapsed:N0}/s ({2 * events / second.Processor:N0}/s), {specs.Events!["total"]:N0} events pass, {(GC.GetTotalAllocatedBytes() - allocated) >> 10} kB allocated, {Environment.WorkingSet >> 20} MB in use"));
}

static (double Elapsed, double Processor) Measure(Action action)
{
    var watch = Stopwatch.StartNew();
    var before = Environment.CpuUsage.TotalTime;
    action();
    return (watch.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
}

static async Task ReadAll(RootTree tree)
{
    await foreach (var step in tree.Read(tree.Branches))
    {
        step.Dispose();
    }
}
