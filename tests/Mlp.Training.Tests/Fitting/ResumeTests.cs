using System.Text.Json;
using Mlp.Models;
using Mlp.Models.Dense;

namespace Mlp.Training.Tests.Fitting;

/// <summary>Fits that are interrupted, and go on.</summary>
public sealed class ResumeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mlp-resume").FullName;

    public static TheoryData<FitProcedure, int?, int> Interruptions
    {
        get
        {
            var all = new TheoryData<FitProcedure, int?, int>();
            foreach (var procedure in Enum.GetValues<FitProcedure>())
            {
                foreach (var at in new[] { 1, 4, 9, 14 })
                {
                    all.Add(procedure, null, at);
                    all.Add(procedure, 1, at);
                }
            }

            return all;
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Interruptions))]
    public async Task A_fit_that_was_cancelled_goes_on_with_the_same_bits(FitProcedure procedure, int? patience, int at)
    {
        var options = Options(procedure) with { Patience = patience };
        var (whole, wholeReport) = await Run(options);

        using var source = new CancellationTokenSource();
        var interrupted = options with { CheckpointFolder = _folder, Progress = new CancelAt(at, source) };
        var fit = () => new StreamingFit(Network(), Signal().All, interrupted).RunAsync(source.Token);
        var reached = true;
        try
        {
            await fit();
            reached = false; // It stopped early, before.
        }
        catch (OperationCanceledException)
        {
        }

        var (resumed, resumedReport) = await Run(options with { CheckpointFolder = _folder });
        Assert.True(reached || patience is not null);
        Assert.Equal(Bits(whole), Bits(resumed));
        Assert.Equal(JsonSerializer.Serialize(wholeReport), JsonSerializer.Serialize(resumedReport));
    }

    [Theory]
    [InlineData(FitProcedure.ChunkByChunk)]
    [InlineData(FitProcedure.Standard)]
    public async Task A_fit_that_was_killed_goes_on_with_the_same_bits(FitProcedure procedure)
    {
        var (whole, wholeReport) = await Run(Options(procedure));
        foreach (var at in new[] { 2, 7, 11 })
        {
            using var child = FittingChild.Start(_folder, procedure);
            for (var line = 0; line < at && await child.StandardOutput.ReadLineAsync(Ct.None) is not null; line++)
            {
            }

            child.Kill();
            await child.WaitForExitAsync(Ct.None);
        }

        Assert.NotEmpty(Directory.GetDirectories(_folder, "checkpoint-*"));
        var passes = Signal();
        var (resumed, resumedReport) = await Run(Options(procedure) with { CheckpointFolder = _folder }, passes);
        Assert.Equal(Bits(whole), Bits(resumed));
        Assert.Equal(JsonSerializer.Serialize(wholeReport), JsonSerializer.Serialize(resumedReport));
        Assert.Single(Directory.GetDirectories(_folder));
    }

    [Fact]
    public async Task A_fit_that_is_complete_is_not_done_again()
    {
        var options = Options(FitProcedure.Standard) with { CheckpointFolder = _folder };
        var (first, firstReport) = await Run(options);
        var signal = Signal();
        var (second, secondReport) = await Run(options, signal);

        Assert.Equal(0, signal.Passes);
        Assert.Equal(Bits(first), Bits(second));
        Assert.Equal(JsonSerializer.Serialize(firstReport), JsonSerializer.Serialize(secondReport));
    }

    [Fact]
    public async Task A_checkpoint_of_another_fit_is_refused_with_all_that_differs()
    {
        var options = Options(FitProcedure.Standard) with { CheckpointFolder = _folder, DataIdentity = Files("May") };
        await Interrupt(options);

        await Refused("'epochs' was 4 and is 9, 'seed' was 3 and is 8", Network(), Signal(), options with { Epochs = 9, Seed = 8 });
        await Refused("'files' was May and is June", Network(), Signal(), options with { DataIdentity = Files("June") });
        await Refused("and 2 more", Network(), Signal(), options with { Epochs = 9, Seed = 8, BatchSize = 7, Split = 0.4, DataIdentity = Files("June") });
        await Refused($"'files' was May and is {new string('f', 80)}…", Network(), Signal(), options with { DataIdentity = Files(new('f', 1000)) });
        await Refused("'model' was Mlp.Models.Dense.DenseNetwork and is Mlp.Models.Dense.LinearModel", new LinearModel(Activation.Sigmoid), Signal(), options);
        await Refused("chunk 0: its 299 rows of 3 are not the 300 rows of 3", Network(), GeneratedChunks.Signal(3, 299, 200, 250), options);
        await Refused("chunk 2: its 251 rows", Network(), GeneratedChunks.Signal(3, 300, 200, 251), options);
        await Refused("its 300 rows of 2 are not the 300 rows of 3", Network(), GeneratedChunks.Signal(2, 300, 200, 250), options);

        var other = Network();
        other.Training = other.Training with { LearningRate = 0.5f };
        await Refused("LearningRate was 0.01 and is 0.5", other, Signal(), options);
        await new StreamingFit(Network(), Signal().All, options).RunAsync(Ct.None);
    }

    [Fact]
    public async Task A_damaged_checkpoint_and_a_folder_in_use_are_told()
    {
        var options = Options(FitProcedure.Standard) with { CheckpointFolder = _folder };
        await Interrupt(options);
        await File.WriteAllTextAsync(Path.Combine(Directory.GetDirectories(_folder).Single(), "fit.json"), "{ \"version\": 1", Ct.None);
        await Refused("it cannot be read", Network(), Signal(), options);

        using (new FileStream(Path.Combine(_folder, ".lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            await Refused("another fit is using it", Network(), Signal(), options);
        }
    }

    [Fact]
    public async Task A_model_that_throws_leaves_the_checkpoint_before()
    {
        var options = new StreamingFitOptions { Procedure = FitProcedure.Standard, Task = FitTask.Regression, Epochs = 4, CheckpointFolder = _folder };
        var chunks = new GeneratedChunks(1, [20, 20], (_, _) => 4);
        await Assert.ThrowsAsync<ModelFailedException>(() => new StreamingFit(new Breaks(at: 5), chunks.All, options).RunAsync(Ct.None));

        var mended = new Breaks(at: 100);
        var report = await new StreamingFit(mended, chunks.All, options).RunAsync(Ct.None);
        Assert.Equal((8, 4, 4), (mended.Fits, mended.Seeds.Count, report.History.Count));
    }

    [Fact]
    public async Task Checkpoints_are_no_closer_than_asked()
    {
        var options = Options(FitProcedure.ChunkByChunk) with { CheckpointFolder = _folder, CheckpointInterval = TimeSpan.FromHours(1) };
        await Interrupt(options);
        Assert.Empty(Directory.GetDirectories(_folder));

        await Run(options);
        Assert.EndsWith("checkpoint-000001", Assert.Single(Directory.GetDirectories(_folder)), StringComparison.Ordinal);
    }

    internal static StreamingFitOptions Options(FitProcedure procedure) => new() { Procedure = procedure, Epochs = 4, BatchSize = 32, Seed = 3 };

    internal static DenseNetwork Network() => new(new Layer(8, Activation.Relu), new Layer(1, Activation.Sigmoid)) { Training = new() { LearningRate = 0.01f } };

    internal static GeneratedChunks Signal() => GeneratedChunks.Signal(3, 300, 200, 250);

    private static async Task<(DenseNetwork Model, FitReport Report)> Run(StreamingFitOptions options, GeneratedChunks? chunks = null)
    {
        var model = Network();
        return (model, await new StreamingFit(model, (chunks ?? Signal()).All, options).RunAsync(Ct.None));
    }

    private static async Task Interrupt(StreamingFitOptions options)
    {
        using var source = new CancellationTokenSource();
        var fit = new StreamingFit(Network(), Signal().All, options with { Progress = new CancelAt(9, source) });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fit.RunAsync(source.Token));
    }

    private static Dictionary<string, string> Files(string names) => new() { ["files"] = names };

    private static async Task Refused(string reason, IModel model, GeneratedChunks chunks, StreamingFitOptions options)
    {
        var refusal = await Assert.ThrowsAsync<TrainingInputException>(() => new StreamingFit(model, chunks.All, options).RunAsync(Ct.None));
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    private static int[] Bits(DenseNetwork network) => [.. network.GetParameters().Select(BitConverter.SingleToInt32Bits)];

    private sealed class CancelAt(int at, CancellationTokenSource source) : IProgress<FitProgress>
    {
        private int _heard;

        public void Report(FitProgress value)
        {
            if (++_heard == at)
            {
                source.Cancel();
            }
        }
    }

    private sealed class Breaks(int at) : CountingModel
    {
        public override void Fit(TrainingChunk data)
        {
            base.Fit(data);
            if (Seeds.Count == at)
            {
                throw new InvalidOperationException("broken");
            }
        }
    }
}
