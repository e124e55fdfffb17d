using Mlp.Training.Chunks;

namespace Mlp.Training.Tests.Chunks;

public sealed class ChunkPlanTests
{
    [Fact]
    public void The_example_of_the_original()
    {
        var chunks = new ChunkPlan([1_000_000, 200_000], 12_000, 5_000).Chunks().ToList();
        Assert.Equal([[4167, 833], [4167, 833], [1666, 334]], chunks);
    }

    [Fact]
    public void Every_event_comes_once_and_no_chunk_is_larger_than_asked_for()
    {
        var random = new Random(5);
        for (var i = 0; i < 2000; i++)
        {
            long[] events = [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => random.Next(5) == 0 ? random.Next(3) : random.NextInt64(0, 5000))];
            var (wanted, size) = (random.Next(2) == 0 ? -1 : random.NextInt64(1, 20000), random.Next(4) == 0 ? -1 : random.NextInt64(1, 3000));
            var plan = new ChunkPlan(events, wanted, size);
            var chunks = plan.Chunks().ToList();
            Assert.All(chunks, chunk => Assert.InRange(chunk.Sum(), 1, plan.LargestChunk));
            for (var file = 0; file < events.Length; file++)
            {
                Assert.Equal(plan.Events[file], chunks.Sum(chunk => chunk[file]));
                Assert.InRange(plan.Events[file], events[file] > 0 ? 1 : 0, events[file]);
            }
        }
    }
}
