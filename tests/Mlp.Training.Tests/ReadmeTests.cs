using Mlp.Models.Dense;
using Mlp.Testing;

namespace Mlp.Training.Tests;

public sealed class ReadmeTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task The_example_of_the_package_fits_a_model()
    {
        var (signal, background) = (_scratch.Write("signal.csv", ["x,y", .. Rows(0.8)]), _scratch.Write("background.csv", ["x,y", .. Rows(0)]));
        var preprocessing = _scratch.Write("preproc.json", """{"new_branch": {"both": {"def": "x * y", "type": "flat"}}}""");
        var files = TrainingFiles.From($"{signal},{background}", "1,0");
        var data = await EventData.OpenAsync(files, new TrainingSettings { ChunkSize = 500 }, preprocessing);
        var specs = (await data.ReadSpecsAsync()).All;

        var network = new DenseNetwork(new Layer(64, Activation.Relu), new Layer(1, Activation.Sigmoid));
        var options = new StreamingFitOptions { Epochs = 10, BatchSize = 250, Procedure = FitProcedure.Standard, Patience = 3 };
        var report = await new StreamingFit(network, ct => data.ReadChunksAsync(specs, ct), options).RunAsync();
        Assert.Equal((2000, 3, 4), (report.Rows, report.Width, report.Chunks));
        Assert.InRange(report.Test!.Auc!.Value, 0.75, 1);
    }

    [Fact]
    public async Task The_example_is_that_of_the_README()
    {
        var (readme, test) = (await File.ReadAllTextAsync(Repository.PathOf("src", "mlp-training", "README.md")), await File.ReadAllTextAsync(Repository.PathOf("tests", "Mlp.Training.Tests", "ReadmeTests.cs")));
        var lines = readme.Split("```")[1].Split('\n')[1..].Select(line => line.Trim()).Where(line => line.Length > 0 && !line.Contains("From(", StringComparison.Ordinal) && !line.Contains("OpenAsync(", StringComparison.Ordinal) && !line.Contains("WriteLine", StringComparison.Ordinal));
        Assert.All(lines, line => Assert.Contains(line, test, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Rows(double shift)
    {
        var random = new Random((int)(shift * 10));
        return Enumerable.Range(0, 1000).Select(_ => FormattableString.Invariant($"{random.NextDouble() + shift},{random.NextDouble()}"));
    }
}
