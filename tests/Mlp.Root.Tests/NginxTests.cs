namespace Mlp.Root.Tests;

/// <summary>A server of the kind that most files lie behind.</summary>
public sealed class NginxTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mlp-root-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Baskets_far_from_each_other_come_with_one_answer()
    {
        var path = Path.Combine(_folder, "own.root");
        var written = OwnFile.Write(path, RootCompression.Zlib, 200_000);
        await using var server = await Nginx.Start(_folder);
        using var far = await RootFile.OpenAsync(new Uri(server.Address, "own.root").ToString());
        var tree = far.Tree("events")!;
        string[] names = ["flag", "n"];
        var baskets = names.Sum(name => tree.Branch(name)!.Baskets);
        var before = server.Requests.Length;
        var read = names.ToDictionary(name => name, _ => new List<double>());
        await foreach (var step in tree.Read(names))
        {
            Array.ForEach(names, name => read[name].AddRange(Numbers.Of(step[name])));
            step.Dispose();
        }

        Assert.All(names, name => Assert.Equal(written[name], read[name]));
        var requests = server.Requests[before..];
        Assert.Contains(requests, request => request.Contains(',', StringComparison.Ordinal) && request.Contains(" 206 multipart/byteranges", StringComparison.Ordinal));
        Assert.True(requests.Length * 5 < baskets, $"{requests.Length} requests for {baskets} baskets");
    }
}
