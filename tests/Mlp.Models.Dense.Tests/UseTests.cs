using System.Reflection;

namespace Mlp.Models.Dense.Tests;

/// <summary>As base class and as member, alone and by many threads.</summary>
public sealed class UseTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("mlp-dense-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void A_class_that_derives_is_a_model_with_all_the_network_can()
    {
        var model = new BeamModel();
        model.Fit(new TrainingData([[0f, 1f], [1f, 0f]], [[0f], [1f]]));

        Assert.True(model is IModel<float[], float[]> and IBatchPredictor<float[], float[]> and ITrainable<TrainingData> and ITrainable<IEnumerable<TrainingData>>);
        Assert.NotNull(typeof(DenseNetwork).GetCustomAttribute<ThreadSafeModelAttribute>());
        Assert.Null(typeof(BeamModel).GetCustomAttribute<ThreadSafeModelAttribute>());
    }

    [Fact]
    public void A_class_that_derives_may_add_files_of_its_own()
    {
        var (model, folder) = (new CalibratedModel { Offset = 4 }, new ParametersFolder(_directory.FullName));
        model.SetParameters([1, 2]);
        model.ExportParameters(folder);
        var copy = new CalibratedModel();
        copy.ImportParameters(folder);

        Assert.Equal(["network.f32", "network.json", "offset.json"], folder.Files);
        Assert.Equal(4, copy.Offset);
        Assert.Equal(5, copy.Predict([3])[0]);
    }

    [Fact]
    public void A_class_may_hold_a_network_and_speak_its_own_types()
    {
        var model = new FieldModel();
        model.Fit([(new(1, 2), 3), (new(2, 3), 5)]);

        Assert.True(float.IsFinite(model.Predict(new(1, 2))));
    }

    [Fact]
    public void Predicting_rows_allocates_nothing()
    {
        var network = new DenseNetwork(27, new Layer(64, Activation.Relu), new Layer(3, Activation.Softmax));
        network.SetParameters(RandomNetwork.Numbers(new Random(1), RandomNetwork.CountOf(27, network.Layers)));
        var (inputs, outputs) = (new float[40 * 27], new float[40 * 3]);
        network.PredictRows(inputs, outputs);
        var before = GC.GetAllocatedBytesForCurrentThread();
        network.PredictRows(inputs, outputs);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public async Task Predictions_while_parameters_are_replaced_see_the_old_or_the_new_ones_whole()
    {
        var network = new DenseNetwork(40, new Layer(70, Activation.Relu), new Layer(2));
        var parameters = Enumerable.Range(0, 2).Select(i => RandomNetwork.Numbers(new Random(i), RandomNetwork.CountOf(40, network.Layers))).ToArray();
        var input = RandomNetwork.Numbers(new Random(7), 40);
        var known = parameters.Select(values =>
        {
            network.SetParameters(values);
            return network.Predict(input);
        }).ToArray();

        using var done = new CancellationTokenSource();
        var predicting = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            while (!done.IsCancellationRequested)
            {
                Assert.Contains(network.Predict(input), known);
            }
        })).ToArray();
        for (var i = 0; i < 300; i++)
        {
            network.SetParameters(parameters[i % 2]);
        }

        await done.CancelAsync();
        await Task.WhenAll(predicting).WaitAsync(TimeSpan.FromMinutes(2));
    }

    [Fact]
    public void Large_sums_do_not_break_a_softmax()
    {
        var network = new DenseNetwork(1, new Layer(3, Activation.Softmax));
        network.SetParameters([1000, 2000, -3000, 0, 0, 0]);

        Assert.Equal([0f, 1f, 0f], network.Predict([1]));
        Assert.Equal([0f, 0f, 1f], network.Predict([-1]));
    }

    private sealed class BeamModel : DenseNetwork
    {
        public BeamModel()
            : base(2, new Layer(4, Activation.Relu), new Layer(1, Activation.Sigmoid)) => Training = new() { Epochs = 2 };
    }

    private sealed class CalibratedModel : LinearModel
    {
        public double Offset { get; set; }

        public override void ExportParameters(ParametersFolder folder)
        {
            base.ExportParameters(folder);
            folder.WriteJson("offset.json", Offset);
        }

        public override void ImportParameters(ParametersFolder folder)
        {
            base.ImportParameters(folder);
            Offset = folder.ReadJson<double>("offset.json");
        }

        public CalibratedModel()
            : base(1)
        {
        }
    }

    private sealed record Magnet(float Current, float Temperature);

    private sealed class FieldModel : IModel<Magnet, float>, ITrainable<IReadOnlyList<(Magnet Magnet, float Field)>>
    {
        private readonly DenseNetwork _network = new(2, new Layer(4, Activation.Tanh), new Layer(1)) { Training = new() { Epochs = 2 } };

        public void Fit(IReadOnlyList<(Magnet Magnet, float Field)> data) => _network.Fit(new TrainingData(
            [.. data.Select(d => new[] { d.Magnet.Current, d.Magnet.Temperature })], [.. data.Select(d => new[] { d.Field })]));

        public float Predict(Magnet input) => _network.Predict([input.Current, input.Temperature])[0];

        public void ExportParameters(ParametersFolder folder) => _network.ExportParameters(folder);

        public void ImportParameters(ParametersFolder folder) => _network.ImportParameters(folder);
    }
}
