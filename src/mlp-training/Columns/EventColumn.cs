namespace Mlp.Training.Columns;

/// <summary>A branch's values for some events: one number for each, or a list of numbers. The values lie one behind the other.</summary>
/// <remarks>Numbers are float32 where the file has them so, else float64. Whoever makes a column says how long its memory lives.</remarks>
internal sealed class EventColumn
{
    private EventColumn(ReadOnlyMemory<float> floats, ReadOnlyMemory<double> doubles, ReadOnlyMemory<int>? offsets) =>
        (Floats, Doubles, Offsets, Count, IsJagged) = (floats, doubles, offsets ?? default, floats.Length + doubles.Length, offsets is not null);

    /// <summary>How many values all events have together.</summary>
    public int Count { get; }

    /// <summary>Whether an event has a list of values, and not one.</summary>
    public bool IsJagged { get; }

    /// <summary>For lists one more than there are events, the first 0: values of event i are those from offset i up to offset i + 1. Else empty.</summary>
    public ReadOnlyMemory<int> Offsets { get; }

    /// <summary>The values, where they are float32; else empty.</summary>
    public ReadOnlyMemory<float> Floats { get; }

    /// <summary>The values, where they are float64; else empty.</summary>
    public ReadOnlyMemory<double> Doubles { get; }

    /// <summary>One value.</summary>
    public double this[int place] => Doubles.Length > 0 ? Doubles.Span[place] : Floats.Span[place];

    public static EventColumn Of(ReadOnlyMemory<float> values, ReadOnlyMemory<int>? offsets = null) => new(values, default, offsets);

    public static EventColumn Of(ReadOnlyMemory<double> values, ReadOnlyMemory<int>? offsets = null) => new(default, values, offsets);

    /// <summary>Some of the values as float64, from one on, as many as there is room for.</summary>
    public void CopyTo(int start, Span<double> into)
    {
        if (Doubles.Length > 0)
        {
            Doubles.Span.Slice(start, into.Length).CopyTo(into);
        }
        else
        {
            System.Numerics.Tensors.TensorPrimitives.ConvertTruncating(Floats.Span.Slice(start, into.Length), into);
        }
    }
}
