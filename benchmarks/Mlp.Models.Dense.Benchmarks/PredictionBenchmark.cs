using System.Diagnostics;
using System.Globalization;
using System.Numerics.Tensors;

namespace Mlp.Models.Dense.Benchmarks;

/// <summary>Predictions per second of one network, one thread after the other and side by side.</summary>
internal sealed class PredictionBenchmark
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(0.7);
    private readonly int[] _widths;
    private readonly DenseNetwork _network;
    private readonly float[][] _weights;
    private readonly float[] _input;

    public PredictionBenchmark(int[] widths)
    {
        var random = new Random(1);
        var layers = widths.Skip(1).Select((width, i) => new Layer(width, i == widths.Length - 2 ? Activation.Identity : Activation.Relu)).ToArray();
        var count = widths.Zip(widths.Skip(1), (inputs, outputs) => (inputs + 1) * outputs).Sum();
        (_widths, _network) = (widths, new DenseNetwork(widths[0], layers));
        _network.SetParameters([.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() - 0.5f) * 0.1f)]);
        _weights = [.. widths.Zip(widths.Skip(1), (inputs, outputs) => Enumerable.Range(0, inputs * outputs).Select(_ => random.NextSingle() - 0.5f).ToArray())];
        _input = [.. Enumerable.Range(0, widths[0]).Select(_ => random.NextSingle())];
    }

    private double FlopsPerPrediction => 2.0 * _widths.Zip(_widths.Skip(1), (inputs, outputs) => (double)inputs * outputs).Sum();

    /// <summary>The obvious loop, for comparison: one dot product per output.</summary>
    public int DotProducts()
    {
        var current = _input;
        foreach (var (weights, outputs) in _weights.Zip(_widths.Skip(1)))
        {
            var next = new float[outputs];
            for (var i = 0; i < outputs; i++)
            {
                next[i] = float.Max(0, TensorPrimitives.Dot(weights.AsSpan(i * current.Length, current.Length), current));
            }

            current = next;
        }

        return 1;
    }

    public Func<int> Batches(int size)
    {
        var inputs = Enumerable.Repeat(_input, size).ToArray();
        return size == 1 ? Single : Batch;

        int Single()
        {
            _network.Predict(_input);
            return 1;
        }

        int Batch()
        {
            _network.PredictBatch(inputs, new float[size][]);
            return size;
        }
    }

    public void Print(int batch, int threads, string how, Func<int> predict)
    {
        Run(predict, TimeSpan.FromSeconds(0.2));
        var rates = new double[threads];
        var running = Enumerable.Range(0, threads).Select(i => new Thread(() => rates[i] = Run(predict, Length))).ToList();
        running.ForEach(thread => thread.Start());
        running.ForEach(thread => thread.Join());
        var rate = rates.Sum();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {string.Join('-', _widths)} | {batch} | {threads} | {how} | {rate:N0} | {rate * FlopsPerPrediction / 1e9:F1} |"));
    }

    private static double Run(Func<int> predict, TimeSpan length)
    {
        var (watch, count) = (Stopwatch.StartNew(), 0L);
        while (watch.Elapsed < length)
        {
            count += predict();
        }

        return count / watch.Elapsed.TotalSeconds;
    }
}
