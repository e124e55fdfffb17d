namespace Mlp.Models.Dense.Tests;

public sealed class FittingTests
{
    private static readonly float[][] Corners = [[0, 0], [0, 1], [1, 0], [1, 1]];

    [Fact]
    public void Exclusive_or_is_learned()
    {
        var network = new DenseNetwork(2, new Layer(8, Activation.Tanh), new Layer(1, Activation.Sigmoid))
        {
            Training = new() { Epochs = 500, BatchSize = 4, LearningRate = 0.05f, Seed = 3 },
        };
        network.Fit(new TrainingData(Corners, [[0], [1], [1], [0]]));

        Assert.Equal([false, true, true, false], Corners.Select(corner => network.Predict(corner)[0] > 0.5f));
        Assert.All(Corners, corner => Assert.InRange(MathF.Abs(network.Predict(corner)[0] - 0.5f), 0.45f, 0.5f));
    }

    [Fact]
    public void A_noisy_line_is_found()
    {
        var random = new Random(5);
        var inputs = Enumerable.Range(0, 2_000).Select(_ => new[] { 100 + (20 * random.NextSingle()), random.NextSingle() }).ToArray();
        var targets = inputs.Select(x => new[] { (3 * x[0]) - (2 * x[1]) + 7 + (0.2f * (random.NextSingle() - 0.5f)) }).ToArray();
        var line = new LinearModel(2) { Training = new() { Epochs = 150, LearningRate = 0.5f, BatchSize = 100 } };
        line.Fit(new TrainingData(inputs, targets));

        Assert.Equal(3, line.GetCoefficients()[0], 0.02);
        Assert.Equal(-2, line.GetCoefficients()[1], 0.05);
        Assert.Equal(7, line.GetIntercept(), 2.0);
        Assert.Equal((3 * 110) - (2 * 0.5) + 7, line.Predict([110, 0.5f])[0], 0.1);
        Assert.Equal(
            line.GetIntercept() + (line.GetCoefficients()[0] * 113) + (line.GetCoefficients()[1] * 0.25), line.Predict([113, 0.25f])[0], 1e-3);
        Assert.Throws<ArgumentOutOfRangeException>(() => line.GetCoefficients(1));
    }

    [Fact]
    public void Three_classes_are_told_apart_by_probabilities_that_add_up_to_one()
    {
        var random = new Random(6);
        var classes = Enumerable.Range(0, 900).Select(i => i % 3).ToArray();
        var inputs = classes.Select(c => new[] { MathF.Cos(c * 2.1f) + Noise(), MathF.Sin(c * 2.1f) + Noise() }).ToArray();
        var network = new DenseNetwork(2, new Layer(16, Activation.Relu), new Layer(3, Activation.Softmax))
        {
            Training = new() { Epochs = 30, LearningRate = 0.01f },
        };
        network.Fit(TrainingData.OfClasses(inputs, classes, 3));

        var outputs = new float[inputs.Length][];
        network.PredictBatch(inputs, outputs);
        Assert.All(outputs, output => Assert.Equal(1, output.Sum(), 1e-5));
        Assert.True(outputs.Zip(classes, (output, c) => output[c] == output.Max()).Count(right => right) > 870);

        float Noise() => 0.6f * (random.NextSingle() - 0.5f);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits_and_another_seed_others()
    {
        var first = Fit(new() { Seed = 1, Epochs = 3 }).GetParameters();

        Assert.Equal(RandomNetwork.Bits(first), RandomNetwork.Bits(Fit(new() { Seed = 1, Epochs = 3 }).GetParameters()));
        Assert.NotEqual(first, Fit(new() { Seed = 2, Epochs = 3 }).GetParameters());
    }

    [Fact]
    public void Fitting_twice_starts_again_unless_asked_to_continue()
    {
        var network = Fit(new() { Seed = 1, Epochs = 3 });
        var first = network.GetParameters();
        network.Fit(Waves(300));
        Assert.Equal(RandomNetwork.Bits(first), RandomNetwork.Bits(network.GetParameters()));

        var losses = new List<double>();
        network.Training = network.Training with { Continue = true, Progress = new Heard(losses) };
        network.Fit(Waves(300));
        network.Fit(Waves(300));
        Assert.Equal(6, losses.Count);
        Assert.True(losses[5] < losses[0], string.Join(", ", losses));
    }

    [Fact]
    public void Chunks_give_the_bits_of_the_whole_where_mini_batches_are_the_same()
    {
        var options = new TrainingOptions { Shuffle = false, BatchSize = 50, Epochs = 4 };
        var whole = Fit(options);
        var all = Waves(300);
        TrainingData[] chunks = [.. Enumerable.Range(0, 3).Select(i => new TrainingData(all.Inputs.Slice(i * 200, 200), all.Targets.Slice(i * 100, 100), 100))];
        var chunked = new DenseNetwork(2, new Layer(9, Activation.Tanh), new Layer(1)) { Training = options };
        chunked.Fit(chunks);

        Assert.Equal(RandomNetwork.Bits(whole.GetParameters()), RandomNetwork.Bits(chunked.GetParameters()));
        Assert.Equal(RandomNetwork.Bits(whole.Predict([0.3f, 0.4f])), RandomNetwork.Bits(chunked.Predict([0.3f, 0.4f])));
    }

    [Fact]
    public void Chunks_of_any_size_are_drawn_once_per_epoch_and_once_to_standardise()
    {
        var (draws, rows, losses) = (0, new List<long>(), new List<double>());
        var network = new DenseNetwork(2, new Layer(4, Activation.Relu), new Layer(1)) { Training = new() { Epochs = 3, Progress = new Heard(losses, rows) } };
        network.Fit(Chunks());

        Assert.Equal(4, draws);
        Assert.Equal([1 + 63 + 64 + 65 + 200, 393, 393], rows);
        Assert.True(losses[^1] < losses[0]);

        IEnumerable<TrainingData> Chunks()
        {
            draws++;
            foreach (var size in new[] { 1, 63, 64, 0, 65, 200 })
            {
                yield return Waves(size);
            }
        }
    }

    [Fact]
    public void Inputs_far_from_zero_and_inputs_that_never_change_are_standardised()
    {
        var random = new Random(8);
        var inputs = Enumerable.Range(0, 500).Select(_ => new[] { 1e6f + random.Next(100), 42, 1e-6f * random.NextSingle() }).ToArray();
        var targets = inputs.Select(x => new[] { (x[0] - 1e6f) / 100 }).ToArray();
        var network = new DenseNetwork(3, new Layer(1)) { Training = new() { Epochs = 200, LearningRate = 0.02f } };
        network.Fit(new TrainingData(inputs, targets));

        Assert.Equal(0.25, network.Predict([1e6f + 25, 42, 5e-7f])[0], 0.02);
        Assert.Equal(0.75, network.Predict([1e6f + 75, 42, 5e-7f])[0], 0.02);
    }

    [Fact]
    public void Without_standardising_parameters_stand_alone()
    {
        var network = Fit(new() { Epochs = 1, StandardiseInputs = false });
        var copy = new DenseNetwork(2, [.. network.Layers]);
        copy.SetParameters(network.GetParameters());

        Assert.Equal(RandomNetwork.Bits(network.Predict([0.1f, 0.2f])), RandomNetwork.Bits(copy.Predict([0.1f, 0.2f])));
    }

    private static DenseNetwork Fit(TrainingOptions options)
    {
        var network = new DenseNetwork(2, new Layer(9, Activation.Tanh), new Layer(1)) { Training = options };
        network.Fit(Waves(300));
        return network;
    }

    private static TrainingData Waves(int rows)
    {
        var random = new Random(rows);
        var inputs = RandomNetwork.Rows(random, rows, 2);
        return new(inputs, [.. inputs.Select(x => new[] { MathF.Sin(2 * x[0]) + x[1] })]);
    }

    private sealed class Heard(List<double> losses, List<long>? rows = null) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            losses.Add(value.Loss);
            rows?.Add(value.Rows);
        }
    }
}
