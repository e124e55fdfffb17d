namespace Mlp.Models.Dense.Tests;

public sealed class RefusalTests
{
    private static readonly TrainingData Good = new([[1f, 2f], [3f, 4f]], [[0f], [1f]]);

    [Fact]
    public void A_network_without_parameters_says_what_to_do()
    {
        var network = new DenseNetwork(2, new Layer(1));
        Assert.False(network.HasParameters);
        Assert.Contains("fit it, or import some", Assert.Throws<InvalidOperationException>(() => network.Predict([1, 2])).Message, StringComparison.Ordinal);
        Assert.Contains("no shape yet", Assert.Throws<InvalidOperationException>(() => new DenseNetwork().Fit(Good)).Message, StringComparison.Ordinal);
        Assert.Equal((0, 0), (new DenseNetwork().Inputs, new DenseNetwork().Layers.Count));
    }

    [Fact]
    public void An_input_of_the_wrong_size_is_the_callers_mistake_and_names_its_place()
    {
        var network = new DenseNetwork(2, new Layer(1));
        network.SetParameters([1, 2, 3]);

        var alone = Assert.Throws<InvalidInputException>(() => network.Predict([1, 2, 3]));
        Assert.Equal("the input has 3 numbers; this network takes 2", alone.Message);
        Assert.Null(alone.Path);
        Assert.Equal("[1]", Assert.Throws<InvalidInputException>(() => network.PredictBatch([[1, 2], [1]], new float[2][])).Path);
        Assert.Throws<InvalidInputException>(() => network.Predict(null!));
        Assert.Throws<ArgumentException>(() => network.PredictBatch([[1, 2]], new float[2][]));
        Assert.Throws<ArgumentException>(() => network.PredictRows([1, 2, 3], new float[1]));
        Assert.Throws<ArgumentException>(() => network.PredictRows([1, 2], new float[2]));
        network.PredictRows([], []);
        network.PredictBatch([], []);
    }

    [Fact]
    public void A_network_that_cannot_be_is_refused_with_the_layer()
    {
        Assert.Contains("at least 1 input", Assert.Throws<ArgumentException>(() => new DenseNetwork(0, new Layer(1))).Message, StringComparison.Ordinal);
        Assert.Contains("at least one layer", Assert.Throws<ArgumentException>(() => new DenseNetwork(1, [])).Message, StringComparison.Ordinal);
        Assert.Contains("layer 1 has 0 outputs", Assert.Throws<ArgumentException>(() => new DenseNetwork(1, new Layer(1), new Layer(0))).Message, StringComparison.Ordinal);
        Assert.Contains("layer 0 is softmax", Assert.Throws<ArgumentException>(() => new DenseNetwork(1, new Layer(2, Activation.Softmax), new Layer(1))).Message, StringComparison.Ordinal);
        Assert.Contains("unknown activation 9", Assert.Throws<ArgumentException>(() => new DenseNetwork(1, new Layer(2, (Activation)9))).Message, StringComparison.Ordinal);
        Assert.Contains("fit into memory", Assert.Throws<ArgumentException>(() => new DenseNetwork(1 << 20, new Layer(1 << 20))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new DenseNetwork(2, new Layer(1)).SetParameters([1, 2]));
    }

    [Fact]
    public void Data_that_does_not_fit_is_refused_and_the_network_predicts_as_before()
    {
        var network = new DenseNetwork(2, new Layer(1, Activation.Sigmoid)) { Training = new() { Epochs = 2 } };
        network.Fit(Good);
        var before = network.GetParameters();

        Refused("2 rows of 1 inputs", new([[1f], [2f]], [[0f], [1f]]));
        Refused("row 1 has the input NaN at place 0", new([[1f, 1f], [float.NaN, 1f]], [[0f], [1f]]));
        Refused("row 0 has the target 2 at place 0", new([[1f, 1f]], [[2f]]));
        Refused("no rows in epoch 1", new([], []));
        Assert.Throws<ArgumentException>(() => new TrainingData([[1f, 1f], [1f]], [[1f], [1f]]));
        Assert.Throws<ArgumentException>(() => new TrainingData([[1f]], [[1f], [1f]]));
        Assert.Throws<ArgumentException>(() => new TrainingData(new float[3], new float[2], 2));
        Assert.Throws<ArgumentException>(() => TrainingData.OfClasses([[1f]], [3], 3));
        Assert.Equal(before, network.GetParameters());

        void Refused(string reason, TrainingData data) =>
            Assert.Contains(reason, Assert.Throws<ArgumentException>(() => network.Fit(data)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sequence_that_can_be_read_only_once_is_refused()
    {
        var once = new Queue<TrainingData>([Good]);
        var network = new DenseNetwork(2, new Layer(1));

        Assert.Contains("again for each epoch", Assert.Throws<ArgumentException>(() => network.Fit(Once())).Message, StringComparison.Ordinal);

        IEnumerable<TrainingData> Once()
        {
            while (once.TryDequeue(out var chunk))
            {
                yield return chunk;
            }
        }
    }

    [Fact]
    public void Cross_entropy_without_probabilities_is_refused()
    {
        var network = new DenseNetwork(2, new Layer(1)) { Training = new() { Loss = Loss.CrossEntropy } };
        Assert.Contains("these are identity", Assert.Throws<ArgumentException>(() => network.Fit(Good)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fit_that_diverges_is_an_error_and_leaves_the_network_alone()
    {
        var network = new DenseNetwork(2, new Layer(1)) { Training = new() { LearningRate = 1e30f, StandardiseInputs = false } };
        Assert.Contains("diverged in epoch", Assert.Throws<InvalidOperationException>(() => network.Fit(Good)).Message, StringComparison.Ordinal);
        Assert.False(network.HasParameters);
    }

    [Fact]
    public void A_cancelled_fit_leaves_the_network_alone()
    {
        using var source = new CancellationTokenSource();
        var network = new DenseNetwork(2, new Layer(1)) { Training = new() { Epochs = int.MaxValue, Cancellation = source.Token, Progress = new Stop(source) } };
        Assert.Throws<OperationCanceledException>(() => network.Fit(Good));
        Assert.False(network.HasParameters);
    }

    [Fact]
    public void Options_out_of_range_are_refused_by_name()
    {
        Check(new() { Epochs = 0 }, "Epochs");
        Check(new() { BatchSize = 0 }, "BatchSize");
        Check(new() { LearningRate = 0 }, "LearningRate");
        Check(new() { LearningRate = float.NaN }, "LearningRate");
        Check(new() { Beta1 = 1 }, "Beta1");
        Check(new() { Beta2 = -0.1f }, "Beta2");
        Check(new() { Epsilon = 0 }, "Epsilon");

        static void Check(TrainingOptions options, string name) =>
            Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(() => new DenseNetwork(2, new Layer(1)) { Training = options }.Fit(Good)).ParamName);
    }

    private sealed class Stop(CancellationTokenSource source) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => source.Cancel();
    }
}
