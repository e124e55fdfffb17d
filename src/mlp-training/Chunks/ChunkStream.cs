using System.Runtime.CompilerServices;
using Mlp.Training.Events;

namespace Mlp.Training.Chunks;

/// <summary>Chunks one after the other, from all files at once.</summary>
internal static class ChunkStream
{
    public static async IAsyncEnumerable<Chunk> Read(EventFiles files, ChunkPlan plan, RowLayout layout, ChunkBuffers kept, [EnumeratorCancellation] Ct ct)
    {
        var rows = CheckedRows(plan.LargestChunk, layout.Width);
        var buffers = kept.Take(rows, layout.Width);
        var (features, mask, labels) = (buffers.Features, buffers.Mask, buffers.Labels);
        using var writer = new RowWriter(layout);
        var cursors = files.Names.Select((name, i) => new EventCursor(files, name, files.LabelOf(i), ct)).ToList();
        try
        {
            var index = 0;
            foreach (var counts in plan.Chunks())
            {
                var done = 0;
                for (var i = 0; i < cursors.Count; i++)
                {
                    var (count, start) = ((int)counts[i], done);
                    await cursors[i].Write(
                        writer, count, features.AsMemory(start * layout.Width, count * layout.Width), mask.AsMemory(start * layout.Width, count * layout.Width), labels.AsMemory(start, count));
                    done += count;
                }

                yield return new(index++, done, layout.Width, features.AsMemory(0, done * layout.Width), mask.AsMemory(0, done * layout.Width), labels.AsMemory(0, done));
            }
        }
        finally
        {
            foreach (var cursor in cursors)
            {
                await cursor.DisposeAsync();
            }

            kept.Return(buffers);
        }
    }

    private static int CheckedRows(long rows, int width) => width > 0 && rows * width <= Array.MaxLength ? (int)rows : throw new TrainingInputException(
        "chunk_size", width == 0 ? "no feature has a value in any event" : $"a chunk of {rows} events with {width} numbers each is more than fits into one piece of memory",
        width == 0 ? "select other branches" : $"make it at most {Array.MaxLength / width}");
}
