namespace Mlp.Root.Tests;

public sealed class ColumnTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mlp-root-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Typed_columns_give_numbers_and_items()
    {
        var (file, written) = Own(500);
        using var _ = file;
        await foreach (var step in file.Tree("events")!.Read(["i32", "n", "jagged"]))
        {
            using (step)
            {
                Assert.Equal(written["i32"], step.Numbers<int>("i32").ToArray().Select(value => (double)value));
                var items = step.Items<float>("jagged", out var offsets);
                Assert.Equal(written["jagged"], items.ToArray().Select(value => (double)value));
                for (var i = 0; i < step.Count; i++)
                {
                    Assert.Equal(step.Numbers<int>("n")[i], offsets[i + 1] - offsets[i]);
                }

                var refusal = Assert.Throws<InvalidOperationException>(() => step.Numbers<float>("jagged").Length);
                Assert.Equal("branch 'jagged' has no Single for each entry: its type is float[]", refusal.Message);
            }
        }
    }

    [Fact]
    public async Task A_step_that_was_disposed_twice_gives_its_memory_once()
    {
        var (file, written) = Own(30_000);
        using var _ = file;
        var found = new List<double>();
        TreeStep? before = null;
        await foreach (var step in file.Tree("events")!.Read(["i32", "jagged"], options: new ReadOptions { StepEntries = 1_000, ReadAhead = 3 }))
        {
            before?.Dispose();
            found.AddRange(Numbers.Of(step["i32"]));
            step.Dispose();
            step.Dispose();
            before = step;
        }

        Assert.Equal(written["i32"], found);
        Assert.Throws<ObjectDisposedException>(() => before!["i32"]);
    }

    [Fact]
    public async Task Numbers_of_every_type_become_floats_and_doubles()
    {
        var (file, written) = Own(300);
        using var _ = file;
        var tree = file.Tree("events")!;
        await foreach (var step in tree.Read(tree.Branches))
        {
            using (step)
            {
                foreach (var column in step.Columns)
                {
                    var numbers = column.Column as NumberColumn ?? (NumberColumn)((ListColumn)column.Demand()).Items;
                    var (floats, doubles) = (new float[numbers.Count], new double[numbers.Count]);
                    numbers.CopyTo(floats);
                    numbers.CopyTo(doubles);
                    Assert.Equal(written[column.Branch.Name], doubles);
                    Assert.Equal(written[column.Branch.Name].Select(value => (float)value), floats);
                }
            }
        }
    }

    private (RootFile File, Dictionary<string, List<double>> Written) Own(int entries)
    {
        var path = Path.Combine(_folder, "own.root");
        var written = OwnFile.Write(path, RootCompression.Zlib, entries);
        return (RootFile.Open(path), written);
    }
}
