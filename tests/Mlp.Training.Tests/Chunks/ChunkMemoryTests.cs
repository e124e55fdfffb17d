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

        // The least of several: now and then the pool of arrays gives some of them up, and they are made anew.
        var (few, many) = (long.MaxValue, long.MaxValue);
        for (var i = 0; i < 5; i++)
        {
            (few, many) = (Math.Min(few, await Allocated(small)), Math.Min(many, await Allocated(large)));
        }

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
