using Mlp.Training.Fitting;

namespace Mlp.Training.Tests.Fitting;

/// <summary>What is held back.</summary>
public sealed class SplitTests
{
    [Fact]
    public async Task Each_class_of_each_chunk_gives_its_share()
    {
        var split = new Split(new() { Split = 0.3, Seed = 4 });
        var chunks = new GeneratedChunks(1, [1000, 10, 777, 1, 0, 4321], (random, _) => random.Next(20) switch { 0 => 1, < 5 => 2, _ => 0 });
        await foreach (var chunk in chunks.All(Ct.None))
        {
            var (uses, labels) = (split.Of(chunk).ToArray(), chunk.Labels.ToArray());
            foreach (var rows in uses.Zip(labels).GroupBy(row => row.Second, row => row.First))
            {
                var (held, validation) = (rows.Count(use => use != RowUse.Train), rows.Count(use => use == RowUse.Validation));
                Assert.InRange(held, Math.Floor(0.3 * rows.Count()), Math.Ceiling(0.3 * rows.Count()));
                Assert.InRange(validation, Math.Floor(held / 2.0), Math.Ceiling(held / 2.0));
            }
        }
    }

    [Fact]
    public async Task A_class_that_is_rare_in_every_chunk_gives_its_share_over_all_of_them()
    {
        var split = new Split(new() { Split = 0.3 });
        var uses = new List<RowUse>();
        await foreach (var chunk in new GeneratedChunks(1, [.. Enumerable.Repeat(2, 6000)], (_, _) => 1).All(Ct.None))
        {
            uses.AddRange(split.Of(chunk));
        }

        Assert.InRange(uses.Count(use => use == RowUse.Validation) / 12000.0, 0.14, 0.16);
        Assert.InRange(uses.Count(use => use == RowUse.Test) / 12000.0, 0.14, 0.16);
    }

    [Fact]
    public async Task It_is_the_same_each_time_and_another_one_for_another_seed()
    {
        Assert.Equal(await Uses(1), await Uses(1));
        Assert.NotEqual(await Uses(1), await Uses(2));

        static async Task<List<RowUse>> Uses(int seed)
        {
            var (split, uses) = (new Split(new() { Seed = seed }), new List<RowUse>());
            await foreach (var chunk in GeneratedChunks.Signal(2, 300, 300).All(Ct.None))
            {
                uses.AddRange(split.Of(chunk));
            }

            Assert.NotEqual(uses[..300], uses[300..]);
            return uses;
        }
    }

    [Theory]
    [InlineData(FitProcedure.ChunkByChunk)]
    [InlineData(FitProcedure.Standard)]
    public async Task What_is_held_back_is_never_fitted_on(FitProcedure procedure)
    {
        var next = 0;
        var chunks = new GeneratedChunks(1, [400, 300], (_, row) =>
        {
            row[0] = next++ % 700;
            return 1;
        });
        var model = new CountingModel();
        var report = await new StreamingFit(model, chunks.All, new() { Procedure = procedure, Task = FitTask.Regression, Epochs = 5 }).RunAsync(Ct.None);

        var rows = model.Fitted.GroupBy(row => row[0]).ToList();
        Assert.Equal(490, rows.Count);
        Assert.All(rows, row => Assert.Equal(5, row.Count()));
        Assert.Equal(105, report.Test!.Rows, 1.0);
    }
}
