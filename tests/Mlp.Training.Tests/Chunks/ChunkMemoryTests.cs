using Mlp.Testing;

namespace Mlp.Training.Tests.Chunks;

/// <summary>Measures what the whole process allocates, and so runs alone.</summary>
[Collection(Alone.Name)]
public sealed class ChunkMemoryTests : IDisposable
{
    private const int LargestDifference = 3 << 20;
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Ten_times_the_events_allocate_no_more_but_for_each_step_a_little()
    {
        var (small, large) = (_scratch.WriteRoot("small.root", 40_000), _scratch.WriteRoot("large.root", 400_000));
        _ = await Allocated(large);
        var (few, many) = (await Allocated(small), await Allocated(large));
        Assert.InRange(many - few, -LargestDifference, LargestDifference);
    }

    private static async Task<long> Allocated(string file)
    {
        var data = await EventData.OpenAsync(TrainingFiles.From(file, "1"), new() { ChunkSize = 5000 });
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var rows = 0;
        await foreach (var chunk in data.ReadChunksAsync((await data.ReadSpecsAsync()).All))
        {
            rows += chunk.Rows;
        }

        Assert.True(rows >= 40_000);
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }
}
