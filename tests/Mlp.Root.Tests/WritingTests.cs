namespace Mlp.Root.Tests;

public sealed class WritingTests : IDisposable
{
    private static readonly DateTimeOffset Time = new(2020, 2, 2, 2, 2, 2, TimeSpan.Zero);
    private readonly string _folder = Directory.CreateTempSubdirectory("mlp-root-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(RootCompression.None)]
    [InlineData(RootCompression.Zlib)]
    [InlineData(RootCompression.Lz4)]
    [InlineData(RootCompression.Zstandard)]
    public async Task What_is_written_is_read_again(RootCompression compression)
    {
        const int Entries = 25_000;
        var path = Path.Combine(_folder, "own.root");
        var written = OwnFile.Write(path, compression, Entries);
        using var file = await RootFile.OpenAsync(path);
        var tree = file.Tree("events")!;
        Assert.Equal(Entries, tree.Entries);
        Assert.Equal(["i32", "f64", "flag", "u16", "n", "jagged", "bytes"], tree.Branches.Select(branch => branch.Name));
        Assert.Equal(["int32_t", "double", "bool", "uint16_t", "int32_t", "float[]", "int8_t[]"], tree.Branches.Select(branch => branch.TypeName));
        var read = new Dictionary<string, List<double>>(StringComparer.Ordinal);
        await foreach (var step in tree.Read(tree.Branches, options: new ReadOptions { StepEntries = 7_001 }))
        {
            foreach (var column in step.Columns)
            {
                read.TryAdd(column.Branch.Name, []);
                read[column.Branch.Name].AddRange(Numbers.Of(column.Demand()));
            }

            step.Dispose();
        }

        Assert.Equal(written.Keys.Order(StringComparer.Ordinal), read.Keys.Order(StringComparer.Ordinal));
        Assert.All(written, pair => Assert.Equal(pair.Value, read[pair.Key]));
    }

    [Fact]
    public void The_same_values_give_the_same_bytes()
    {
        OwnFile.Write(Path.Combine(_folder, "one.root"), RootCompression.Zlib, 1_000);
        Directory.CreateDirectory(Path.Combine(_folder, "other"));
        OwnFile.Write(Path.Combine(_folder, "other", "one.root"), RootCompression.Zlib, 1_000);
        Assert.Equal(File.ReadAllBytes(Path.Combine(_folder, "one.root")), File.ReadAllBytes(Path.Combine(_folder, "other", "one.root")));
    }

    [Fact]
    public void A_file_that_was_not_completed_is_not_there()
    {
        var path = Path.Combine(_folder, "half.root");
        using (var file = RootWriter.Create(path, RootCompression.Zlib, Time))
        {
            file.Tree("events").Flat<int>("one").Append([1, 2, 3]);
        }

        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void Branches_of_different_lengths_are_refused()
    {
        using var file = RootWriter.Create(Path.Combine(_folder, "uneven.root"), RootCompression.None, Time);
        var tree = file.Tree("events");
        tree.Flat<int>("one").Append([1, 2, 3]);
        tree.Flat<int>("two").Append([1, 2]);
        Assert.Contains("'two' of tree 'events' has 2 entries, 'one' has 3", Assert.Throws<InvalidOperationException>(file.Complete).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Items_that_nobody_counted_are_refused()
    {
        using var file = RootWriter.Create(Path.Combine(_folder, "uncounted.root"), RootCompression.None, Time);
        var counter = file.Tree("events").Counter("n");
        var items = counter.Counted<float>("x");
        counter.Append([1, 2]);
        Assert.Contains("gets 2 items where 'n' counts 3", Assert.Throws<InvalidOperationException>(() => items.Append([1f, 2f])).Message, StringComparison.Ordinal);
    }
}
