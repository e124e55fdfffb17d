using Mlp.Models;
using Mlp.Models.Dense;

namespace Mlp.Training.Tests.Fitting;

/// <summary>Fits with known answers.</summary>
public sealed class FitTests
{
    [Theory]
    [InlineData(FitProcedure.ChunkByChunk)]
    [InlineData(FitProcedure.Standard)]
    public async Task Signal_is_told_from_background_as_well_as_can_be(FitProcedure procedure)
    {
        var chunks = GeneratedChunks.Signal(4, 5000, 5000, 5000, 3210);
        var model = new LinearModel(Activation.Sigmoid) { Training = new() { LearningRate = 0.02f } };
        var report = await new StreamingFit(model, chunks.All, new() { Procedure = procedure, Epochs = 5 }).RunAsync(Ct.None);

        // Two Gaussians that are 0.8 apart in each of 4 directions: the best area is that of 0.8 * sqrt(4) / sqrt(2) deviations.
        Assert.InRange(report.Test!.Auc!.Value, 0.871 - 0.02, 0.871 + 0.02);
        Assert.Equal(0, report.Test.AucError);
        Assert.InRange(report.Test.Accuracy!.Value, 0.91, 0.96);
        Assert.All(Enumerable.Range(0, 4), i => Assert.InRange(model.GetCoefficients()[i], 0.65, 0.95));
        Assert.Equal((4, 18210, 4, procedure == FitProcedure.Standard ? 5 : 1), (report.Chunks, report.Rows, report.Width, chunks.Passes));
        Assert.InRange(report.Test.Rows, 2700, 2760);

        var epochs = report.History;
        Assert.Equal(procedure == FitProcedure.Standard ? [null, null, null, null, null] : new int?[] { 0, 1, 2, 3 }, epochs.Select(e => e.Chunk));
        Assert.Equal(procedure == FitProcedure.Standard ? [1, 2, 3, 4, 5] : [5, 5, 5, 5], epochs.Select(e => e.Epoch));
        Assert.True(epochs[^1].Validation!.Loss < epochs[0].Validation!.Loss);
        Assert.Equal(18210, report.Test.Rows + (procedure == FitProcedure.Standard
            ? epochs[0].Train!.Rows + epochs[0].Validation!.Rows
            : epochs.Sum(e => e.Train!.Rows + e.Validation!.Rows)));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public async Task A_model_with_an_output_for_each_class_is_measured_by_class(int classes)
    {
        var chunks = new GeneratedChunks(2, [2000, 2000], (random, row) =>
        {
            var c = random.Next(classes);
            (row[0], row[1]) = (MathF.Cos(1.5f * c) + (0.2f * GeneratedChunks.Gauss(random)), MathF.Sin(1.5f * c) + (0.2f * GeneratedChunks.Gauss(random)));
            return c;
        });
        var model = new DenseNetwork(new Layer(12, Activation.Relu), new Layer(classes, Activation.Softmax)) { Training = new() { LearningRate = 0.01f } };
        var report = await new StreamingFit(model, chunks.All, new() { Procedure = FitProcedure.Standard, Epochs = 8 }).RunAsync(Ct.None);

        Assert.InRange(report.Test!.Accuracy!.Value, 0.98, 1);
        Assert.Equal(classes == 2, report.Test.Auc is not null);
        Assert.Equal(classes, report.Test.Classes!.Count);
        Assert.Equal(report.Test.Rows, report.Test.Confusion!.Sum(row => row.Sum()));
        Assert.All(report.Test.Classes, c => Assert.InRange(c.F1, 0.97, 1));
    }

    [Theory]
    [InlineData(FitProcedure.ChunkByChunk)]
    [InlineData(FitProcedure.Standard)]
    public async Task Values_are_found_by_regression(FitProcedure procedure)
    {
        var chunks = new GeneratedChunks(2, [3000, 3000], (random, row) =>
        {
            (row[0], row[1]) = (random.NextSingle(), random.NextSingle());
            return 10 + (3 * row[0]) - (2 * row[1]) + (0.1f * GeneratedChunks.Gauss(random));
        });
        var model = new LinearModel(Activation.Identity) { Training = new() { LearningRate = 0.05f } };
        var options = new StreamingFitOptions { Procedure = procedure, Task = FitTask.Regression, Epochs = 40, BatchSize = 100 };
        var report = await new StreamingFit(model, chunks.All, options).RunAsync(Ct.None);

        Assert.InRange(report.Test!.RSquared!.Value, 0.98, 1);
        Assert.InRange(report.Test.Loss, 0.009, 0.02);
        Assert.Equal([3, -2], model.GetCoefficients().Select(c => Math.Round(c)));
        Assert.Null(report.Test.Accuracy);
    }

    [Theory]
    [InlineData(FitProcedure.ChunkByChunk)]
    [InlineData(FitProcedure.Standard)]
    public async Task Fitting_stops_when_waiting_is_in_vain_and_keeps_the_best(FitProcedure procedure)
    {
        // The answer is the number of passes; with two chunks an epoch of the standard procedure makes two.
        var chunks = new GeneratedChunks(1, [100, 100], (_, _) => 6);
        var model = new CountingModel();
        var heard = new List<FitProgress>();
        var options = new StreamingFitOptions { Procedure = procedure, Task = FitTask.Regression, Patience = 2, Epochs = 20, Progress = new Heard(heard) };
        var report = await new StreamingFit(model, chunks.All, options).RunAsync(Ct.None);

        Assert.True(report.StoppedEarly);
        Assert.Equal(procedure == FitProcedure.Standard ? 6 : 7, model.Fits);
        Assert.Equal(procedure == FitProcedure.Standard ? 0 : 1, report.Test!.Loss);
        Assert.Equal(30, report.Test.Rows);
        if (procedure == FitProcedure.Standard)
        {
            Assert.Equal((3, 5), (report.Epoch, report.History.Count));
            Assert.Equal([16, 4, 0, 4, 16], report.History.Select(e => e.Validation!.Loss));
            Assert.Equal(10, model.Seeds.Distinct().Count());
        }
        else
        {
            // The first chunk stops at 8 and goes back to 6; the second one is at 7 after its first epoch, and waits until 9.
            Assert.Equal([6, 1], report.History.Select(e => e.Epoch));
            Assert.Equal([0.0, 1.0], report.History.Select(e => e.Validation!.Loss));
        }

        Assert.Equal(procedure == FitProcedure.Standard ? 5 : 11, heard.Count(p => p.Completed is not null));
        Assert.Equal(heard.Count(p => p.Completed is null) * 100, heard[^1].Rows);
    }

    [Fact]
    public async Task Without_patience_all_epochs_are_made_and_the_last_parameters_kept()
    {
        var model = new CountingModel();
        var options = new StreamingFitOptions { Procedure = FitProcedure.Standard, Task = FitTask.Regression, Epochs = 7, Split = 0 };
        var report = await new StreamingFit(model, new GeneratedChunks(1, [10], (_, _) => 3).All, options).RunAsync(Ct.None);

        Assert.Equal((7, 7, false), (model.Fits, report.Epoch, report.StoppedEarly));
        Assert.Null(report.Test);
        Assert.All(report.History, e => Assert.Null(e.Validation));
        Assert.Equal(10, report.History[0].Train!.Rows);
        Assert.Null(report.History[0].Train!.RSquared);
    }

    [Fact]
    public async Task What_is_missing_is_zero_and_marked()
    {
        var model = new CountingModel();
        var chunks = new GeneratedChunks(3, [50], (random, row) =>
        {
            (row[0], row[1], row[2]) = (1, random.Next(2) == 0 ? float.NaN : 2, 3);
            return 0;
        });
        await new StreamingFit(model, chunks.All, new() { Epochs = 1, Task = FitTask.Regression, Split = 0 }).RunAsync(Ct.None);

        Assert.Equal(50, model.Fitted.Count);
        Assert.All(model.Fitted.Zip(model.Masks), row => Assert.True(
            (row.First, row.Second) is ([1, 2, 3], [0, 0, 0]) or ([1, 0, 3], [0, 1, 0])));
        Assert.Contains(model.Masks, mask => mask[1] == 1);
    }

    [Fact]
    public async Task A_model_that_fits_at_once_has_one_chunk_and_one_fit()
    {
        var model = new AtOnceModel { Answer = _ => 0.25f };
        var report = await new StreamingFit(model, GeneratedChunks.Signal(2, 1000).All, new() { Epochs = 10 }).RunAsync(Ct.None);
        Assert.Equal((1, 1), ((int)model.Fits, report.History.Count));
        Assert.InRange(model.Fitted.Count, 699, 701);
        Assert.Equal(150, report.Test!.Rows, 2.0);

        var several = new AtOnceModel();
        await Refused("set 'chunk_size' to -1", new(several, GeneratedChunks.Signal(2, 1000, 500).All, new()));
        Assert.Equal(0, several.Fits);
        await Refused("leave out 'patience'", new(several, GeneratedChunks.Signal(2, 1000).All, new() { Patience = 3 }));
    }

    [Fact]
    public async Task What_cannot_be_fitted_is_told_with_value_and_remedy()
    {
        var signal = GeneratedChunks.Signal(2, 100, 100);
        await Refused("'epochs' is 0; it has to be at least 1", new(new CountingModel(), signal.All, new() { Epochs = 0 }));
        await Refused("'split' is 1", new(new CountingModel(), signal.All, new() { Split = 1 }));
        await Refused("'split' is 0", new(new CountingModel(), signal.All, new() { Split = 0, Patience = 2 }));
        await Refused("it cannot be fitted in a stream; let its class implement ITrainable<TrainingChunk>", new(new OnlyPredicts(), signal.All, new()));
        await Refused("it answers NaN; lower its learning rate", new(new CountingModel { Answer = fits => fits < 2 ? 0.5f : float.NaN }, signal.All, new()));
        await Refused("it answers 2, which is no probability", new(new CountingModel { Answer = _ => 2 }, signal.All, new()));
        await Refused("it tells 2 classes apart, 0 to 1, and there is a row of class 2", new(new CountingModel { Answer = _ => 0.5f }, Labelled(2), new()));
        await Refused("its label is 0.5; number classes 0, 1, 2", new(new CountingModel(), Labelled(0.5f), new()));
        await Refused("its label is -1", new(new CountingModel(), Labelled(-1), new()));
        await Refused("its label is NaN", new(new CountingModel(), Labelled(float.NaN), new() { Task = FitTask.Regression }));
        await Refused("it answers a row with 3 numbers", new(new Unsteady(3, 3), signal.All, new() { Task = FitTask.Regression }));
        await Refused("it answers one row with 1 numbers and another with 2", new(new Unsteady(1, 2), signal.All, new()));
        await Refused("it answers one row with 0 numbers", new(new Unsteady(0, 0), signal.All, new()));
        await Refused("the data: it has no rows", new(new CountingModel(), new GeneratedChunks(1, [0, 0], (_, _) => 0).All, new()));
        await Refused(
            "too few rows (2) to hold some back", new(
                new CountingModel { Answer = _ => 0.5f }, new GeneratedChunks(1, [2], (_, _) => 0).All, new() { Split = 0.001, Patience = 1, Procedure = FitProcedure.Standard }));

        static Func<Ct, IAsyncEnumerable<Chunk>> Labelled(float label) => new GeneratedChunks(1, [50], (_, _) => label).All;
    }

    [Theory]
    [InlineData(FitProcedure.Standard)]
    public async Task Data_that_changes_from_pass_to_pass_is_refused(FitProcedure procedure)
    {
        var options = new StreamingFitOptions { Procedure = procedure, Task = FitTask.Regression };
        await Refused("chunk 0: its 50 rows of 1 are not the 50 rows of 1", new(new CountingModel(), Turns(new([50, 50], 1), new([50, 50], 2)), options));
        await Refused("chunk 1: its 49 rows of 1 are not the 50", new(new CountingModel(), Turns(new([50, 50], 1), new([50, 49], 1)), options));
        await Refused("chunk 1: the data ends before it", new(new CountingModel(), Turns(new([50, 50], 1), new([50], 1)), options));
        await Refused("chunk 2: the first pass had only 2 chunks", new(new CountingModel(), Turns(new([50, 50], 1), new([50, 50, 50], 1)), options));

        static Func<Ct, IAsyncEnumerable<Chunk>> Turns(params (int[] Sizes, int Seed)[] turns)
        {
            var turn = 0;
            return ct => new GeneratedChunks(1, turns[turn].Sizes, (random, row) => row[0] = random.NextSingle(), turns[turn++].Seed).All(ct);
        }
    }

    [Fact]
    public async Task What_a_model_throws_is_told_as_it_is()
    {
        var thrown = await Assert.ThrowsAsync<ModelFailedException>(
            () => new StreamingFit(new Throws(), GeneratedChunks.Signal(2, 100).All, new()).RunAsync(Ct.None));
        Assert.Equal("not on a Sunday", thrown.InnerException!.Message);
    }

    private static async Task Refused(string reason, StreamingFit fit)
    {
        var refusal = await Assert.ThrowsAsync<TrainingInputException>(() => fit.RunAsync(Ct.None));
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    internal sealed class Heard(List<FitProgress> heard) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => heard.Add(value);
    }

    [FitsAtOnce]
    private sealed class AtOnceModel : CountingModel;

    [Fact]
    public async Task Events_that_are_all_held_back_are_told()
    {
        var error = await Assert.ThrowsAsync<TrainingInputException>(() => new StreamingFit(new CountingModel(), GeneratedChunks.Signal(2, 4).All, new() { Split = 0.999 }).RunAsync(Ct.None));
        Assert.Contains("leaves no row to fit on", error.Fact, StringComparison.Ordinal);
    }

    private sealed class Throws : CountingModel
    {
        public override void Fit(TrainingChunk data) => throw new InvalidOperationException("not on a Sunday");
    }

    private class OnlyPredicts : IModel<float[], float[]>
    {
        public virtual float[] Predict(float[] input) => [0];

        public void ExportParameters(ParametersFolder folder) => throw new NotSupportedException();

        public void ImportParameters(ParametersFolder folder) => throw new NotSupportedException();
    }

    private sealed class Unsteady(int first, int then) : OnlyPredicts, ITrainable<TrainingChunk>
    {
        private int _asked;

        public void Fit(TrainingChunk data) => _asked = 0;

        public override float[] Predict(float[] input) => new float[_asked++ == 0 ? first : then];
    }
}
