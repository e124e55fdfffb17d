using System.Numerics;
using System.Runtime.InteropServices;
using Mlp.Root;

namespace Mlp.Cli.RootFiles;

/// <summary>What can be said of all numbers of a column, while they come in parts.</summary>
internal abstract class Statistics
{
    /// <summary>How many numbers there are, NaN among them.</summary>
    public long Values { get; protected set; }

    /// <summary>How many of them are NaN; the other figures leave these out.</summary>
    public long NaN { get; protected set; }

    /// <summary>The least number, in the column's type; null where there is none.</summary>
    public abstract object? Minimum { get; }

    /// <summary>The greatest number.</summary>
    public abstract object? Maximum { get; }

    public abstract double? Mean { get; }

    /// <summary>The root of the mean squared distance from the mean.</summary>
    public abstract double? StandardDeviation { get; }

    public abstract void Add(NumberColumn column);

    public static Statistics For(NumberColumn column) => column switch
    {
        NumberColumn<bool> => new Flags(),
        NumberColumn<sbyte> => new Statistics<sbyte>(),
        NumberColumn<byte> => new Statistics<byte>(),
        NumberColumn<short> => new Statistics<short>(),
        NumberColumn<ushort> => new Statistics<ushort>(),
        NumberColumn<int> => new Statistics<int>(),
        NumberColumn<uint> => new Statistics<uint>(),
        NumberColumn<long> => new Statistics<long>(),
        NumberColumn<ulong> => new Statistics<ulong>(),
        NumberColumn<float> => new Statistics<float>(),
        _ => new Statistics<double>(),
    };

    // Of bools, as 0 and 1.
    private sealed class Flags : Statistics<byte>
    {
        public override void Add(NumberColumn column) => Add(MemoryMarshal.AsBytes(((NumberColumn<bool>)column).Values));
    }
}

/// <inheritdoc/>
internal class Statistics<T> : Statistics
    where T : unmanaged, INumber<T>, IMinMaxValue<T>
{
    // Sums of a block lose little, and blocks are put together by Chan's formula, which loses little however many there are.
    private const int Block = 4096;
    private T _minimum;
    private T _maximum;
    private long _finite;
    private double _mean;
    private double _squares;
    private double _infinite;

    public override object? Minimum => HasAny ? _minimum : null;

    public override object? Maximum => HasAny ? _maximum : null;

    public override double? Mean => HasAny ? _mean + _infinite : null;

    public override double? StandardDeviation => HasAny ? _infinite == 0 ? Math.Sqrt(_squares / _finite) : double.NaN : null;

    private bool HasAny => Values > NaN;

    public override void Add(NumberColumn column) => Add(((NumberColumn<T>)column).Values);

    protected void Add(ReadOnlySpan<T> values)
    {
        for (var start = 0; start < values.Length; start += Block)
        {
            AddBlock(values.Slice(start, Math.Min(Block, values.Length - start)));
        }
    }

    private void AddBlock(ReadOnlySpan<T> values)
    {
        var (count, sum) = (0, 0.0);
        foreach (var value in values)
        {
            if (T.IsNaN(value))
            {
                NaN++;
                Values++;
                continue;
            }

            (_minimum, _maximum) = HasAny ? (value < _minimum ? value : _minimum, value > _maximum ? value : _maximum) : (value, value);
            Values++;
            if (T.IsFinite(value))
            {
                (count, sum) = (count + 1, sum + double.CreateTruncating(value));
            }
            else
            {
                _infinite += double.CreateTruncating(value); // Of both signs: NaN.
            }
        }

        if (count > 0)
        {
            Merge(count, sum / count, Squares(values, sum / count));
        }
    }

    private static double Squares(ReadOnlySpan<T> values, double mean)
    {
        var squares = 0.0;
        foreach (var value in values)
        {
            if (T.IsFinite(value))
            {
                var distance = double.CreateTruncating(value) - mean;
                squares += distance * distance;
            }
        }

        return squares;
    }

    private void Merge(int count, double mean, double squares)
    {
        var distance = mean - _mean;
        var all = _finite + count;
        _squares += squares + (distance * distance * ((double)_finite * count / all));
        _mean += distance * count / all;
        _finite = all;
    }
}
