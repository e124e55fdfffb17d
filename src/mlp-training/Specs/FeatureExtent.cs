using System.Numerics;
using Mlp.Training.Columns;

namespace Mlp.Training.Specs;

/// <summary>What is known of a feature after some events: its extent, and how long its longest list is.</summary>
internal sealed class FeatureExtent
{
    private Extent _extent = new();

    public Extent Extent => _extent;

    /// <summary>The length of the longest list; 0 for a flat feature.</summary>
    public int Longest { get; private set; }

    public void Add(EventColumn column, ReadOnlyMemory<int>? passing)
    {
        if (passing is { } places)
        {
            AddChosen(column, places.Span);
            return;
        }

        _extent.Add(column.Floats.Span);
        _extent.Add(column.Doubles.Span);
        if (column.IsJagged)
        {
            Longest = Math.Max(Longest, LongestOf(column.Offsets.Span));
        }
    }

    public void Add(FeatureExtent other)
    {
        _extent.Add(other._extent);
        Longest = Math.Max(Longest, other.Longest);
    }

    private void AddChosen(EventColumn column, ReadOnlySpan<int> places)
    {
        if (column.Doubles.Length > 0)
        {
            AddChosen(column.Doubles.Span, column, places);
        }
        else
        {
            AddChosen(column.Floats.Span, column, places);
        }
    }

    private void AddChosen<T>(ReadOnlySpan<T> values, EventColumn column, ReadOnlySpan<int> places)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!column.IsJagged)
        {
            foreach (var place in places)
            {
                _extent.Add(double.CreateTruncating(values[place]));
            }

            return;
        }

        var offsets = column.Offsets.Span;
        foreach (var place in places)
        {
            var (start, end) = (offsets[place], offsets[place + 1]);
            Longest = Math.Max(Longest, end - start);
            for (var i = start; i < end; i++)
            {
                _extent.Add(double.CreateTruncating(values[i]));
            }
        }
    }

    private static int LongestOf(ReadOnlySpan<int> offsets)
    {
        var (longest, longests, i) = (0, Vector<int>.Zero, 1);
        for (; i <= offsets.Length - Vector<int>.Count; i += Vector<int>.Count)
        {
            longests = Vector.Max(longests, new Vector<int>(offsets[i..]) - new Vector<int>(offsets[(i - 1)..]));
        }

        for (var lane = 0; lane < Vector<int>.Count; lane++)
        {
            longest = Math.Max(longest, longests[lane]);
        }

        for (; i < offsets.Length; i++)
        {
            longest = Math.Max(longest, offsets[i] - offsets[i - 1]);
        }

        return longest;
    }
}
