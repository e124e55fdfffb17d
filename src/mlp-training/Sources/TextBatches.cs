using System.Runtime.CompilerServices;
using Mlp.Training.Columns;

namespace Mlp.Training.Sources;

/// <summary>Batches out of lines of text.</summary>
internal static class TextBatches
{
    /// <summary>Takes the values out of a line, for the branches that were asked for.</summary>
    internal delegate void LineReading(TextLines lines, GrowingColumn[] columns);

    public static async IAsyncEnumerable<EventBatch> Read(TextLines lines, IReadOnlyList<EventBranch> branches, long stepBytes, LineReading read, [EnumeratorCancellation] Ct ct)
    {
        using (lines)
        {
            var columns = branches.Select(branch => new GrowingColumn(branch.IsJagged)).ToArray();
            while (await Task.Run(() => Fill(lines, columns, stepBytes, read), ct) is var events and > 0)
            {
                yield return new(events, [.. columns.Select(column => column.ToColumn())]);
            }
        }
    }

    private static int Fill(TextLines lines, GrowingColumn[] columns, long stepBytes, LineReading read)
    {
        Array.ForEach(columns, column => column.Clear());
        var (events, bytes) = (0, 0L);
        while (bytes < stepBytes && lines.Next())
        {
            read(lines, columns);
            events++;
            bytes = 0;
            foreach (var column in columns)
            {
                column.EndEvent();
                bytes += column.Count * sizeof(double);
            }

            bytes = Math.Max(bytes, events);
        }

        return events;
    }
}
