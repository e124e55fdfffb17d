using System.Numerics;
using System.Runtime.InteropServices;

namespace Mlp.Training.Specs;

/// <summary>The smallest and the largest of numbers, among the finite ones; how many are not finite.</summary>
internal struct Extent()
{
    public double Least { get; private set; } = double.PositiveInfinity;

    public double Largest { get; private set; } = double.NegativeInfinity;

    public long NotFinite { get; private set; }

    public readonly bool IsEmpty => Least > Largest;

    public void Add<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var start = AddVectors(values);
        foreach (var value in values[start..])
        {
            Add(double.CreateTruncating(value));
        }
    }

    public void Add(double value)
    {
        if (double.IsFinite(value))
        {
            Least = Math.Min(Least, value);
            Largest = Math.Max(Largest, value);
        }
        else
        {
            NotFinite++;
        }
    }

    public void Add(Extent other)
    {
        (Least, Largest) = (Math.Min(Least, other.Least), Math.Max(Largest, other.Largest));
        NotFinite += other.NotFinite;
    }

    // How many values are done: all that fill vectors, or none where one of them is not finite.
    private int AddVectors<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var vectors = MemoryMarshal.Cast<T, Vector<T>>(values);
        if (vectors.Length == 0)
        {
            return 0;
        }

        var (least, largest, check) = (vectors[0], vectors[0], Vector<T>.Zero);
        foreach (var vector in vectors)
        {
            least = Vector.MinNative(least, vector);
            largest = Vector.MaxNative(largest, vector);
            check += vector * T.Zero; // Nothing, unless the value is not finite.
        }

        if (!Vector.EqualsAll(check, Vector<T>.Zero))
        {
            return 0;
        }

        for (var i = 0; i < Vector<T>.Count; i++)
        {
            Least = Math.Min(Least, double.CreateTruncating(least[i]));
            Largest = Math.Max(Largest, double.CreateTruncating(largest[i]));
        }

        return vectors.Length * Vector<T>.Count;
    }
}
