namespace Mlp.Training.Plots;

/// <summary>Where most values of a feature lie, however far some are outside: counts by sign, exponent and the first bits of the fraction.</summary>
internal sealed class ValueSpread : IValueCount
{
    private const int Shift = 48;
    private const ulong Sign = 1UL << 63;

    // A few values far outside, as placeholders of missing ones are, would leave one bin for all others.
    private const double Tail = 0.001;
    private const int MostRoom = 3;

    // Beyond it the distance of two values is no number any more.
    private const double Furthest = double.MaxValue / 4;

    private readonly long[] _counts = new long[1 << (64 - Shift)];
    private double _least = double.PositiveInfinity;
    private double _largest = double.NegativeInfinity;
    private long _total;

    public void Add(double value)
    {
        if (double.IsFinite(value))
        {
            (_least, _largest) = (Math.Min(_least, value), Math.Max(_largest, value));
            _counts[PlaceOf(value)]++;
            _total++;
        }
    }

    /// <summary>The part that is worth showing: all of it, unless a thousandth of the values at an end takes up most of the room.</summary>
    public (double Least, double Largest) Shown()
    {
        if (_total == 0)
        {
            return (-0.5, 0.5);
        }

        var (least, largest) = (Math.Max(_least, -Furthest), Math.Min(_largest, Furthest));
        var (first, last) = (Array.FindIndex(_counts, Past()), Array.FindLastIndex(_counts, Past()));
        var (from, to) = (Math.Max(least, BeginOf(first)), Math.Min(largest, BeginOf(last + 1)));
        (least, largest) = to > from && largest - least > MostRoom * (to - from) ? (from, to) : (least, largest);

        // One value only is shown in the middle.
        var around = least == largest ? Math.Max(0.5, Math.Abs(least) / 1000) : 0;
        return (least - around, largest + around);
    }

    private Predicate<long> Past()
    {
        var passed = 0L;
        return count => (passed += count) > _total * Tail;
    }

    // In the order of the numbers: the bits of negative ones count backwards.
    private static int PlaceOf(double value)
    {
        var bits = BitConverter.DoubleToUInt64Bits(value);
        return (int)(((bits & Sign) == 0 ? bits | Sign : ~bits) >> Shift);
    }

    private static double BeginOf(int place)
    {
        var ordered = (ulong)place << Shift;
        return BitConverter.UInt64BitsToDouble((ordered & Sign) != 0 ? ordered & ~Sign : ~ordered);
    }
}
