using Mlp.Testing;

namespace Mlp.Root.Tests;

[Collection(Alone.Name)]
public sealed class MemoryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mlp-root-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Memory_of_steps_is_used_again()
    {
        var path = Path.Combine(_folder, "own.root");
        OwnFile.Write(path, RootCompression.Zlib, 200_000);
        using var file = await RootFile.OpenAsync(path);
        var tree = file.Tree("events")!;
        await ReadAll(tree);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        await ReadAll(tree);
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        Assert.True(allocated < tree.Branches.Sum(branch => branch.Bytes) / 4, $"{allocated} bytes allocated");
    }

    private static async Task ReadAll(RootTree tree)
    {
        await foreach (var step in tree.Read(tree.Branches, options: new ReadOptions { StepBytes = 200_000 }))
        {
            step.Dispose();
        }
    }
}
