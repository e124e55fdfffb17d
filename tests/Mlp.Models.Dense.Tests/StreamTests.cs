namespace Mlp.Models.Dense.Tests;

/// <summary>The network fitted chunk by chunk.</summary>
public sealed class StreamTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mlp-stream").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Passes_over_one_chunk_have_the_bits_of_epochs_where_order_is_kept()
    {
        var options = new TrainingOptions { Epochs = 3, BatchSize = 40, Shuffle = false, Seed = 5, LearningRate = 0.01f };
        var (features, labels) = Waves(230);
        var whole = Network(options, inputs: 3);
        whole.Fit(new TrainingData(features, labels, 230));
        var streamed = Network(options);
        for (var epoch = 0; epoch < 3; epoch++)
        {
            streamed.Fit(new TrainingChunk(3, features, new byte[690], labels) { BatchSize = 40, Shuffle = false });
        }

        Assert.Equal(3, streamed.Inputs);
        Assert.Equal(Bits(whole), Bits(streamed));
    }

    [Fact]
    public void Learning_goes_on_from_chunk_to_chunk()
    {
        var network = Network(new() { LearningRate = 0.01f });
        for (var epoch = 0; epoch < 60; epoch++)
        {
            for (var chunk = 0; chunk < 4; chunk++)
            {
                var (features, labels) = Waves(200 + chunk);
                network.Fit(Chunk(features, labels, seed: (epoch * 4) + chunk));
            }
        }

        var (unseen, answers) = Waves(555);
        var outputs = new float[555];
        network.PredictRows(unseen, outputs);
        Assert.True(outputs.Zip(answers, (y, t) => (y - t) * (y - t)).Average() < 0.01);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_fit_that_is_saved_and_restored_goes_on_with_the_same_bits(bool standardise)
    {
        var options = new TrainingOptions { LearningRate = 0.01f, Seed = 2, StandardiseInputs = standardise };
        var first = Network(options);
        first.Fit(ChunkOf(100, 1));
        first.Fit(ChunkOf(90, 2));
        first.ExportParameters(new(Path.Combine(_folder, "p")));
        first.SaveTraining(new(Path.Combine(_folder, "t")));
        var second = Network(options);
        second.ImportParameters(new(Path.Combine(_folder, "p")));
        second.RestoreTraining(new(Path.Combine(_folder, "t")));
        var third = Network(options);
        third.ImportParameters(new(Path.Combine(_folder, "p")));

        foreach (var network in new[] { first, second, third })
        {
            network.Fit(ChunkOf(80, 3));
        }

        Assert.Equal(Bits(first), Bits(second));
        Assert.NotEqual(Bits(first), Bits(third));
    }

    [Fact]
    public void A_state_of_another_fit_is_refused_with_what_differs()
    {
        var network = Network(new() { LearningRate = 0.01f });
        var folder = new ParametersFolder(Path.Combine(_folder, "t"));
        network.SaveTraining(folder);
        network.RestoreTraining(folder);
        network.Fit(ChunkOf(10, 1));
        network.SaveTraining(folder);
        Refused<InvalidDataException>("LearningRate was 0.01 and is 0.5", () => Network(new() { LearningRate = 0.5f }).RestoreTraining(folder));
        Refused<InvalidOperationException>("import those of the same moment first", () => Network(new() { LearningRate = 0.01f }).RestoreTraining(folder));
        folder.WriteNumbers("moments.f32", [1f, 2f]);
        Refused<InvalidDataException>("it has 2 numbers", () => network.RestoreTraining(folder));
    }

    [Fact]
    public void Labels_of_a_softmax_are_classes()
    {
        var random = new Random(1);
        var network = new DenseNetwork(new Layer(8, Activation.Tanh), new Layer(3, Activation.Softmax)) { Training = new() { LearningRate = 0.02f } };
        var labels = Enumerable.Range(0, 600).Select(i => (float)(i % 3)).ToArray();
        var features = labels.SelectMany(c => new[] { MathF.Cos(2.1f * c) + (random.NextSingle() / 4), MathF.Sin(2.1f * c) + (random.NextSingle() / 4) }).ToArray();
        for (var epoch = 0; epoch < 30; epoch++)
        {
            network.Fit(Chunk(features, labels, width: 2, seed: epoch));
        }

        Assert.All(Enumerable.Range(0, 600), i => Assert.True(network.Predict(features[(2 * i)..((2 * i) + 2)])[i % 3] > 0.9f));
        labels[7] = 3;
        Refused<ArgumentException>("row 7 has the label 3; 3 classes are the whole numbers 0 to 2", () => network.Fit(Chunk(features, labels, width: 2)));
        labels[7] = 0.5f;
        Refused<ArgumentException>("row 7 has the label 0.5", () => network.Fit(Chunk(features, labels, width: 2)));
        Refused<ArgumentException>("2 outputs that are no classes", () => new DenseNetwork(new Layer(2)).Fit(ChunkOf(5, 1)));
    }

    [Fact]
    public void A_pass_that_fails_changes_nothing()
    {
        var options = new TrainingOptions { LearningRate = 0.01f };
        var (disturbed, calm) = (Network(options), Network(options));
        disturbed.Fit(ChunkOf(64, 1));
        calm.Fit(ChunkOf(64, 1));
        var (features, labels) = Waves(64);

        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => disturbed.Fit(new TrainingChunk(3, features, new byte[192], labels) { Cancellation = source.Token }));
        features[100] = float.NaN;
        Refused<ArgumentException>("row 33 has the input NaN at place 1", () => disturbed.Fit(Chunk(features, labels)));
        Refused<ArgumentException>("the chunk has 2 features; this network takes 3", () => disturbed.Fit(Chunk(new float[20], new float[10], width: 2)));
        var rate = disturbed.Training;
        disturbed.Training = rate with { LearningRate = 1e38f };
        Refused<InvalidOperationException>("fitting diverged", () => disturbed.Fit(ChunkOf(64, 9)));
        disturbed.Training = rate;
        disturbed.Fit(Chunk([], []));

        disturbed.Fit(ChunkOf(64, 2));
        calm.Fit(ChunkOf(64, 2));
        Assert.Equal(Bits(calm), Bits(disturbed));
    }

    [Fact]
    public void Chunks_and_batches_of_any_size_follow_each_other()
    {
        var network = Network(new());
        foreach (var (rows, batch) in new[] { (1, 50), (200, 64), (30, 64), (64, 64), (300, 1_000_000), (100, 7), (299, 1_000_000) })
        {
            var (features, labels) = Waves(rows);
            network.Fit(new TrainingChunk(3, features, new byte[3 * rows], labels) { BatchSize = batch });
        }

        Assert.True(float.IsFinite(network.Predict([0.1f, 0.2f, 0.3f])[0]));
    }

    [Fact]
    public void Parameters_for_other_inputs_than_the_class_declares_are_refused()
    {
        var line = new LinearModel(2);
        line.SetParameters([1, 2, 3]);
        line.ExportParameters(new(Path.Combine(_folder, "two")));
        new OfTwo().ImportParameters(new(Path.Combine(_folder, "two")));
        Refused<InvalidDataException>("the parameters are for 2 inputs; the class has 6, as its InputShape says", () => new OfSix().ImportParameters(new(Path.Combine(_folder, "two"))));
    }

    [Fact]
    public void A_network_of_layers_takes_its_width_from_what_it_is_given()
    {
        var line = new LinearModel(Activation.Sigmoid);
        Assert.Equal((0, 1), (line.Inputs, line.Layers.Count));
        line.Fit(new TrainingData([[1f, 2f], [3f, 4f]], [[0f], [1f]]));
        Assert.Equal(2, line.Inputs);
        line.ExportParameters(new(Path.Combine(_folder, "line")));
        new LinearModel(Activation.Sigmoid).ImportParameters(new(Path.Combine(_folder, "line")));

        Refused<InvalidDataException>(
            "the layers of this network are 1 identity", () => new LinearModel(Activation.Identity).ImportParameters(new(Path.Combine(_folder, "line"))));
        Refused<InvalidOperationException>("no shape yet", () => new DenseNetwork().Fit(ChunkOf(5, 1)));
        Refused<ArgumentException>("the number of inputs is unknown", () => new LinearModel(Activation.Tanh).Fit(new TrainingData([], [])));
        Refused<ArgumentException>("layer 0 has 0 outputs", () => _ = new DenseNetwork(new Layer(0)));
    }

    private static DenseNetwork Network(TrainingOptions options, int inputs = 0) => inputs == 0
        ? new(new Layer(9, Activation.Tanh), new Layer(1)) { Training = options }
        : new(inputs, new Layer(9, Activation.Tanh), new Layer(1)) { Training = options };

    private static (float[] Features, float[] Labels) Waves(int rows)
    {
        var random = new Random(rows);
        var features = RandomNetwork.Numbers(random, rows * 3);
        return (features, [.. Enumerable.Range(0, rows).Select(i => MathF.Sin(2 * features[3 * i]) + (features[(3 * i) + 1] * features[(3 * i) + 2]))]);
    }

    private static TrainingChunk ChunkOf(int rows, int seed)
    {
        var (features, labels) = Waves(rows);
        return Chunk(features, labels, seed: seed);
    }

    private static TrainingChunk Chunk(float[] features, float[] labels, int width = 3, int seed = 0) =>
        new(width, features, new byte[features.Length], labels) { Seed = seed };

    private static int[] Bits(DenseNetwork network) => RandomNetwork.Bits(network.GetParameters());

    private static void Refused<T>(string reason, Action act)
        where T : Exception => Assert.Contains(reason, Assert.ThrowsAny<T>(act).Message, StringComparison.Ordinal);

    [InputShape(-1)]
    private sealed class OfTwo : DenseNetwork;

    [InputShape(2, 3)]
    private sealed class OfSix : DenseNetwork;
}
