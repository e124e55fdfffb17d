using System.Buffers;
using Mlp.Training.Columns;
using Mlp.Training.Events;

namespace Mlp.Training.Chunks;

/// <summary>Writes events as rows. Values are normalised column by column where they lie together, and spread over a few rows at a time, which stay in the cache.</summary>
internal sealed class RowWriter(RowLayout layout) : IDisposable
{
    private const int RowsAtOnce = 64;
    private double[] _exact = [];
    private float[] _values = [];

    /// <summary>Writes events from one of those that passed up to another, into rows that have room for them.</summary>
    /// <exception cref="TrainingInputException">A list is longer than the specs say.</exception>
    public void Write(SelectedEvents events, int first, int count, Span<float> features, Span<byte> mask)
    {
        for (var done = 0; done < count; done += RowsAtOnce)
        {
            var rows = Math.Min(RowsAtOnce, count - done);
            WriteRows(events, first + done, rows, features.Slice(done * layout.Width, rows * layout.Width), mask.Slice(done * layout.Width, rows * layout.Width));
        }
    }

    public void Dispose()
    {
        ArrayPool<double>.Shared.Return(_exact);
        ArrayPool<float>.Shared.Return(_values);
    }

    private void WriteRows(SelectedEvents events, int first, int rows, Span<float> features, Span<byte> mask)
    {
        mask.Clear();
        for (var i = 0; i < layout.Places.Count; i++)
        {
            var (place, column) = (layout.Places[i], events.Features[i]);
            if (events.Passing is { } passing)
            {
                WriteChosen(place, column, passing.Span.Slice(first, rows), features, mask);
            }
            else if (column.IsJagged)
            {
                var offsets = column.Offsets.Span.Slice(first, rows + 1);
                var values = Normalised(place, column, offsets[0], offsets[^1] - offsets[0]);
                Spread(place, values, offsets, features, mask, rows);
            }
            else
            {
                Spread(place, Normalised(place, column, first, rows), features, mask);
            }
        }
    }

    // A cut leaves gaps: what is left is brought together first.
    private void WriteChosen(RowLayout.Place place, EventColumn column, ReadOnlySpan<int> passing, Span<float> features, Span<byte> mask)
    {
        if (!column.IsJagged)
        {
            var single = Room(passing.Length);
            for (var i = 0; i < passing.Length; i++)
            {
                single[i] = column[passing[i]];
            }

            Spread(place, Finished(place, passing.Length), features, mask);
            return;
        }

        var offsets = column.Offsets.Span;
        Span<int> ends = stackalloc int[RowsAtOnce + 1];
        ends[0] = 0;
        for (var i = 0; i < passing.Length; i++)
        {
            ends[i + 1] = ends[i] + offsets[passing[i] + 1] - offsets[passing[i]];
        }

        var room = Room(ends[passing.Length]);
        for (var i = 0; i < passing.Length; i++)
        {
            column.CopyTo(offsets[passing[i]], room[ends[i]..ends[i + 1]]);
        }

        Spread(place, Finished(place, ends[passing.Length]), ends[..(passing.Length + 1)], features, mask, passing.Length);
    }

    private ReadOnlySpan<float> Normalised(RowLayout.Place place, EventColumn column, int start, int count)
    {
        column.CopyTo(start, Room(count));
        return Finished(place, count);
    }

    private Span<double> Room(int count)
    {
        if (_exact.Length < count)
        {
            ArrayPool<double>.Shared.Return(_exact);
            ArrayPool<float>.Shared.Return(_values);
            (_exact, _values) = (ArrayPool<double>.Shared.Rent(count), ArrayPool<float>.Shared.Rent(count));
        }

        return _exact.AsSpan(0, count);
    }

    // Values that are not finite are NaN afterwards.
    private ReadOnlySpan<float> Finished(RowLayout.Place place, int count)
    {
        place.Normalisation.Apply(_exact.AsSpan(0, count), _values);
        return _values.AsSpan(0, count);
    }

    private void Spread(RowLayout.Place place, ReadOnlySpan<float> values, Span<float> features, Span<byte> mask)
    {
        var at = place.At;
        foreach (var value in values)
        {
            Put(value, at, features, mask);
            at += layout.Width;
        }
    }

    private void Spread(RowLayout.Place place, ReadOnlySpan<float> values, ReadOnlySpan<int> offsets, Span<float> features, Span<byte> mask, int rows)
    {
        var (at, origin) = (place.At, offsets[0]);
        for (var row = 0; row < rows; row++, at += layout.Width)
        {
            var items = values[(offsets[row] - origin)..(offsets[row + 1] - origin)];
            if (items.Length > place.Size)
            {
                throw new TrainingInputException($"branch '{place.Name}'", $"an event has {items.Length} values, the specs say at most {place.Size}", "compute the specs again from these files");
            }

            for (var i = 0; i < items.Length; i++)
            {
                Put(items[i], at + i, features, mask);
            }

            features.Slice(at + items.Length, place.Size - items.Length).Fill(layout.Padding);
            mask.Slice(at + items.Length, place.Size - items.Length).Fill(1);
        }
    }

    private void Put(float value, int at, Span<float> features, Span<byte> mask)
    {
        if (float.IsNaN(value))
        {
            (features[at], mask[at]) = (layout.Padding, 1);
        }
        else
        {
            features[at] = value;
        }
    }
}
