using System.Text;
using Mlp.Training.Columns;
using Mlp.Training.Preprocessing;
using Mlp.Training.Tests.Expressions;

namespace Mlp.Training.Tests.Preprocessing;

public sealed class PreprocessingRunTests
{
    private const string Rules = """
        {
          "new_branch": {
            "far": { "def": "where(r > 1.2, 1, 0) + r", "type": "flat", "cut_1": "far < 3", "cut_2": "far != 1" },
            "r": { "def": "sqrt(x**2 + y**2)", "type": "flat", "remove": "True" },
            "logpt": { "def": "log(pt) - r", "type": "jagged", "cut_1": ["logpt < 3.2", "all"], "cut_2": ["(logpt > 0) & (eta != 0)", "any"] }
          },
          "flat_cut": { "x": { "cut_1": "-0.9 <= x < 0.95" }, "y": { "cut": "0.98 > y" } },
          "jagged_cut": { "pt": { "cut": ["pt > 0.5", "all"] }, "eta": { "cut_1": ["abs(eta) < 1", "any"], "cut_2": ["eta * x < 1", "all"] } }
        }
        """;

    [Fact]
    public void Random_batches_have_the_values_and_events_of_a_slow_reading()
    {
        var compiled = Compile(Rules, Batch(new(1), 1).Branches);
        var run = compiled.Start(["eta", "pt", "unused", "x", "y"], "file.root");
        var random = new Random(4);
        foreach (var events in (int[])[1, 0, 7, 1_024, 5_000, 3, 1_023, 6_000, 2_048])
        {
            var (given, source) = (Batch(random, events), new EventBatch(events, []));
            var batch = given.Batch;
            var result = run.Apply(batch, 0);
            var slow = new SlowReading(batch);
            Assert.Equal(slow.Far, result.Columns[0].Doubles.ToArray());
            Assert.Equal(slow.R, result.Columns[1].Doubles.ToArray());
            Assert.Equal(slow.LogPt.SelectMany(list => list), result.Columns[2].Doubles.ToArray(), (one, other) => one.Equals(other) || Math.Abs(one - other) < 1e-12);
            Assert.Equal(batch.Columns[1].Offsets, result.Columns[2].Offsets);
            Assert.Equal(slow.Passing, result.Passing!.Value.ToArray());
            Assert.Equal(slow.Passing.Count == events, result.AllPass);
            if (events >= 1_000)
            {
                Assert.InRange(result.Passing!.Value.Length, events / 50, events / 2);
            }
        }
    }

    [Theory]
    [InlineData("all", true, false)]
    [InlineData("any", false, true)]
    public void An_empty_list_meets_all_but_not_any(string over, bool first, bool third)
    {
        var given = new Given(4).Jagged("pt", [], [1, 2], [1, -1], [-1]);
        var compiled = Compile($$"""{ "jagged_cut": { "pt": { "cut": ["pt > 0", "{{over}}"] } } }""", given.Branches);
        var passing = compiled.Start(["pt"], "file.root").Apply(given.Batch, 0).Passing!.Value.ToArray();
        Assert.Equal((first, true, third, false), (passing.Contains(0), passing.Contains(1), passing.Contains(2), passing.Contains(3)));
    }

    [Fact]
    public void Without_cuts_every_event_passes()
    {
        var given = new Given(3).Flat("x", 1, double.NaN, 3);
        var result = Compile("{}", given.Branches).Start(["x"], "file.root").Apply(given.Batch, 0);
        Assert.True(result.AllPass);
        Assert.Null(result.Passing);
    }

    [Fact]
    public void A_comparison_with_NaN_does_not_pass()
    {
        var given = new Given(3).Flat("x", 1, double.NaN, 3);
        var result = Compile("""{ "flat_cut": { "x": { "cut": "x < 5" } } }""", given.Branches).Start(["x"], "file.root").Apply(given.Batch, 0);
        Assert.Equal([0, 2], result.Passing!.Value.ToArray());
    }

    [Fact]
    public void Where_no_event_is_left_new_columns_are_there_all_the_same()
    {
        var given = new Given(2).Flat("x", 1, 2);
        var compiled = Compile("""{ "new_branch": { "y": { "def": "2 * x", "type": "flat", "cut": "y < 0" } }, "flat_cut": { "x": { "cut": "x > 9" } } }""", given.Branches);
        var result = compiled.Start(["x"], "file.root").Apply(given.Batch, 0);
        Assert.Empty(result.Passing!.Value.ToArray());
        Assert.Equal([2, 4], result.Columns[0].Doubles.ToArray());
    }

    [Fact]
    public void Two_threads_have_a_run_each()
    {
        var batch = Batch(new(9), 4_000);
        var compiled = Compile(Rules, batch.Branches);
        var expected = compiled.Start(["eta", "pt", "unused", "x", "y"], "file.root").Apply(batch.Batch, 0).Passing!.Value.ToArray();
        Parallel.For(0, 4, _ =>
        {
            var run = compiled.Start(["eta", "pt", "unused", "x", "y"], "file.root");
            for (var i = 0; i < 20; i++)
            {
                Assert.Equal(expected, run.Apply(batch.Batch, 0).Passing!.Value.ToArray());
            }
        });
    }

    [Fact]
    public void A_warm_run_allocates_no_more_than_a_few_column_objects()
    {
        var given = Batch(new(9), 20_000);
        var batch = given.Batch;
        var run = Compile(Rules, given.Branches).Start(["eta", "pt", "unused", "x", "y"], "file.root");
        for (var i = 0; i < 5; i++)
        {
            run.Apply(batch, 0);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 50; i++)
        {
            run.Apply(batch, i * 20_000L);
        }

        var perBatch = (GC.GetAllocatedBytesForCurrentThread() - before) / 50;
        Assert.InRange(perBatch, 0, 3_000);
    }

    private static CompiledPreprocessing Compile(string json, IReadOnlyList<EventBranch> branches) =>
        PreprocessingFile.Parse(Encoding.UTF8.GetBytes(json), "preproc.json").Compile(branches);

    // In alphabetical order, as the runs above say.
    private static Given Batch(Random random, int events)
    {
        var lengths = Enumerable.Range(0, events).Select(_ => random.Next(3) == 0 ? 0 : random.Next(1, 4)).ToArray();
        double Value() => random.Next(40) == 0 ? double.NaN : (random.NextDouble() * 2) - 1;
        return new Given(events)
            .Jagged("eta", [.. lengths.Select(length => Enumerable.Range(0, length).Select(_ => random.Next(9) == 0 ? 0 : Value() * 1.5).ToArray())])
            .JaggedFloats("pt", [.. lengths.Select(length => Enumerable.Range(0, length).Select(_ => (float)Math.Exp(3 * (0.7 + Value()))).ToArray())])
            .Flat("unused", new double[events])
            .Flat("x", [.. Enumerable.Range(0, events).Select(_ => Value())])
            .FlatFloats("y", [.. Enumerable.Range(0, events).Select(_ => (float)Value())]);
    }
}
