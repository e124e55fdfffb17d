namespace Mlp.Root.Tests;

/// <summary>Branches whose baskets lie in a file beside that of their tree.</summary>
public sealed class OtherFileTests : IDisposable
{
    private const int Entries = 20_000;
    private readonly string _folder = Directory.CreateTempSubdirectory("mlp-root-").FullName;

    private string Main => Path.Combine(_folder, "main.root");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Baskets_are_read_from_the_file_that_the_branch_names()
    {
        await Write();
        using var file = await RootFile.OpenAsync(Main);
        var tree = file.Tree("events")!;
        Assert.All(tree.Branches, branch => Assert.Null(branch.Unreadable));
        List<int> here = [], there = [];
        await foreach (var step in tree.Read(["here", "there"], options: new ReadOptions { StepEntries = 999 }))
        {
            here.AddRange(step.Numbers<int>("here"));
            there.AddRange(step.Numbers<int>("there"));
            step.Dispose();
        }

        Assert.Equal(Enumerable.Range(0, Entries).Select(i => i / 9), here);
        Assert.Equal(Enumerable.Range(5, Entries).Select(i => i / 9), there);
        Assert.Equal(["LZ4", "LZ4"], await RootTree.CompressionsAsync(tree.Branches));
    }

    [Fact]
    public async Task Where_that_file_is_not_there_the_other_branches_are_read()
    {
        await Write();
        File.Delete(Path.Combine(_folder, "baskets", "there.root"));
        using var file = await RootFile.OpenAsync(Main);
        var tree = file.Tree("events")!;
        Assert.StartsWith("its values lie in another file, baskets/there.root, which cannot be opened: Could not find", tree.Branch("there")!.Unreadable, StringComparison.Ordinal);
        await foreach (var step in tree.Read(["here", "there"]))
        {
            Assert.Equal(step.First / 9, step.Numbers<int>("here")[0]);
            Assert.Contains("which cannot be opened", step.Columns[1].Error!.Fact, StringComparison.Ordinal);
            step.Dispose();
        }
    }

    // The other file holds the same baskets in the same places; here they are wiped out.
    private async Task Write()
    {
        using (var writer = RootWriter.Create(Main, RootCompression.Lz4, new(2020, 2, 2, 2, 2, 2, TimeSpan.Zero)))
        {
            var tree = writer.Tree("events");
            var (here, there) = (tree.Flat<int>("here"), tree.Flat<int>("there"));
            there.FileName = "baskets/there.root";
            here.Append([.. Enumerable.Range(0, Entries).Select(i => i / 9)]);
            there.Append([.. Enumerable.Range(5, Entries).Select(i => i / 9)]);
            writer.Complete();
        }

        Directory.CreateDirectory(Path.Combine(_folder, "baskets"));
        File.Copy(Main, Path.Combine(_folder, "baskets", "there.root"));
        using var file = await RootFile.OpenAsync(Main);
        await using var bytes = new FileStream(Main, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        var index = file.Tree("events")!.Branch("there")!.Description.Baskets;
        for (var i = 0; i < index.Count; i++)
        {
            bytes.Position = index[i].Position;
            await bytes.WriteAsync(new byte[index[i].Bytes]);
        }
    }
}
