namespace Mlp.Root.Tests;

public sealed class CompressionSurveyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mlp-root-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(RootCompression.None, "none")]
    [InlineData(RootCompression.Zlib, "zlib")]
    [InlineData(RootCompression.Lz4, "LZ4")]
    [InlineData(RootCompression.Zstandard, "Zstandard")]
    public async Task Baskets_say_how_they_are_compressed(RootCompression compression, string expected)
    {
        var path = Path.Combine(_folder, "own.root");
        using (var writer = RootWriter.Create(path, compression, new(2020, 2, 2, 2, 2, 2, TimeSpan.Zero)))
        {
            var tree = writer.Tree("events");
            tree.Flat<int>("smooth").Append([.. Enumerable.Range(0, 30_000).Select(i => i / 9)]);
            tree.Flat<int>("one").Append([.. Enumerable.Repeat(1, 30_000)]);
            writer.Tree("empty").Flat<int>("nothing");
            writer.Complete();
        }

        using var file = await RootFile.OpenAsync(path);
        Assert.Equal([expected, expected], await RootTree.CompressionsAsync(file.Tree("events")!.Branches));
        Assert.Equal([null], await RootTree.CompressionsAsync(file.Tree("empty")!.Branches));
        Assert.Equal(4, file.Tree("events")!.Branches[0].Baskets);
    }
}
