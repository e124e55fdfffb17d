namespace Mlp.Root.Tests;

public sealed class ChainTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mlp-root-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(0, long.MaxValue)]
    [InlineData(100, 1_700)]
    [InlineData(1_000, 1_001)]
    [InlineData(1_500, 1_500)]
    public async Task Files_are_read_as_one(long first, long end)
    {
        string[] paths = [.. new[] { 1_000, 500, 700 }.Select(Written)];
        var chain = new RootChain(paths, "events");
        Assert.Equal(2_200, await chain.CountAsync());
        var found = new List<double>();
        await foreach (var step in chain.Read(["i32"], new EntryRange(first, end), new ReadOptions { StepEntries = 300 }))
        {
            Assert.Equal(first + found.Count, step.First);
            found.AddRange(Numbers.Of(step["i32"]));
            step.Dispose();
        }

        Assert.Equal(_all.Skip((int)first).Take((int)(Math.Min(end, 2_200) - first)), found);
    }

    [Fact]
    public async Task A_file_without_the_tree_is_named_with_what_it_has()
    {
        var refusal = await Assert.ThrowsAsync<RootFormatException>(() => new RootChain([Written(10)], "Events").CountAsync());
        Assert.Contains("there is no tree 'Events'; there are: events", refusal.Message, StringComparison.Ordinal);
    }

    private readonly List<double> _all = [];

    private string Written(int entries)
    {
        var path = Path.Combine(_folder, $"{entries}.root");
        _all.AddRange(OwnFile.Write(path, RootCompression.Zlib, entries)["i32"]);
        return path;
    }
}
