using System.Runtime.CompilerServices;

namespace Mlp.Root;

/// <summary>One number, or bool, for each value.</summary>
public sealed class NumberColumn<T> : NumberColumn
    where T : unmanaged
{
    private Rented<T> _values;

    /// <summary>The numbers.</summary>
    public ReadOnlySpan<T> Values => _values.Values;

    /// <summary>The numbers.</summary>
    public ReadOnlyMemory<T> Memory => _values.Memory;

    /// <inheritdoc/>
    public override Type ElementType => typeof(T);

    /// <inheritdoc/>
    public override void CopyTo(Span<float> into) => NumberConversion.Convert(Values, into);

    /// <inheritdoc/>
    public override void CopyTo(Span<double> into) => NumberConversion.Convert(Values, into);

    internal Span<T> Extend(int count)
    {
        Count += count;
        return _values.Extend(count);
    }

    internal override void Expect(int values, double bytes) => _values.Reserve(values);

    internal void Add(T value)
    {
        Count++;
        _values.Add(value);
    }

    internal override void Clear()
    {
        _values.Clear();
        Count = 0;
    }

    internal override int ItemBytes => Unsafe.SizeOf<T>();

    internal override object Boxed(int index) => _values.Values[index];

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _values.Free();
        Count = 0;
    }
}

/// <summary>One number, or bool, for each value, whatever its type.</summary>
public abstract class NumberColumn : Column
{
    private protected NumberColumn()
    {
    }

    /// <summary>The numbers' type.</summary>
    public abstract Type ElementType { get; }

    /// <summary>The numbers as floats; true is 1.</summary>
    /// <param name="into">Has room for all of them.</param>
    public abstract void CopyTo(Span<float> into);

    /// <summary>The numbers as doubles; true is 1.</summary>
    /// <param name="into">Has room for all of them.</param>
    public abstract void CopyTo(Span<double> into);

    internal abstract int ItemBytes { get; }

    internal abstract object Boxed(int index);
}
