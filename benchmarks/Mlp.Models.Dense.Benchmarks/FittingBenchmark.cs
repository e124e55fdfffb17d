using System.Diagnostics;
using System.Globalization;

namespace Mlp.Models.Dense.Benchmarks;

/// <summary>Rows per second of fitting, the passes for standardisation included.</summary>
internal sealed class FittingBenchmark(int[] widths, int rows, int batchSize)
{
    public void Print()
    {
        var random = new Random(1);
        var inputs = Enumerable.Range(0, rows * widths[0]).Select(_ => random.NextSingle()).ToArray();
        var data = new TrainingData(inputs, Enumerable.Range(0, rows * widths[^1]).Select(_ => random.NextSingle()).ToArray(), rows);
        Layer[] layers = [.. widths[1..^1].Select(width => new Layer(width, Activation.Relu)), new Layer(widths[^1])];
        var network = new DenseNetwork(widths[0], layers) { Training = new() { Epochs = 1, BatchSize = batchSize } };
        network.Fit(data);
        network.Training = network.Training with { Epochs = 3 };
        var watch = Stopwatch.StartNew();
        network.Fit(data);
        var rate = 3.0 * rows / watch.Elapsed.TotalSeconds;
        var flops = 6.0 * widths.Zip(widths.Skip(1), (from, to) => (double)from * to).Sum();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"| {string.Join('-', widths)} | {batchSize} | {rate:N0} | {rate * flops / 1e9:F1} |"));
    }
}
