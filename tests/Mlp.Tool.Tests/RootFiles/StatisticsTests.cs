using Mlp.Cli.RootFiles;
using Mlp.Root;
using Mlp.Testing;

namespace Mlp.Tool.Tests.RootFiles;

public sealed class StatisticsTests
{
    [Fact]
    public async Task Figures_are_those_of_two_plain_passes_however_the_values_come()
    {
        const int Entries = 100_000;
        using var folder = new TemporaryFolder();
        var random = new Random(7);
        double[] values = [.. Enumerable.Range(0, Entries).Select(_ => 1e9 + random.NextDouble())];
        WriteNumbers(folder.PathOf("numbers.root"), values);
        using var file = await RootFile.OpenAsync(folder.PathOf("numbers.root"), ct: TestContext.Current.CancellationToken);
        var tree = file.Trees.Single();
        var reading = new StatisticsReading(tree, tree.Branches);
        var found = (await reading.Read(TestContext.Current.CancellationToken)).Single().Parts.Single().Statistics!;
        var mean = values.Average();
        Assert.Equal((Entries, 0L), (found.Values, found.NaN));
        Assert.Equal((values.Min(), values.Max()), ((double)found.Minimum!, (double)found.Maximum!));
        Assert.Equal(mean, found.Mean!.Value, 1e-5);
        Assert.Equal(Math.Sqrt(values.Average(value => (value - mean) * (value - mean))), found.StandardDeviation!.Value, 1e-6);
        Assert.Equal("reading numbers: 100 %", reading.Progress);
    }

    private static void WriteNumbers(string path, double[] values)
    {
        using var file = RootWriter.Create(path, RootCompression.None, new(2020, 2, 2, 2, 2, 2, TimeSpan.Zero));
        file.Tree("numbers").Flat<double>("x").Append(values);
        file.Complete();
    }
}
