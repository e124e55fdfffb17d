using System.Buffers;

namespace Mlp.Root;

/// <summary>An array of the pool that grows.</summary>
internal struct Rented<T>
    where T : unmanaged
{
    private T[]? _array;

    public int Count { get; private set; }

    public readonly ReadOnlySpan<T> Values => _array.AsSpan(0, Count);

    public readonly ReadOnlyMemory<T> Memory => _array.AsMemory(0, Count);

    public void Add(T value)
    {
        if (_array is null || Count == _array.Length)
        {
            Reserve(1);
        }

        _array![Count++] = value;
    }

    /// <summary>Space for more values, which the caller fills.</summary>
    public Span<T> Extend(int count)
    {
        Reserve(count);
        var space = _array.AsSpan(Count, count);
        Count += count;
        return space;
    }

    public void Reserve(int count)
    {
        var wanted = checked(Count + count);
        if (_array is not null && wanted <= _array.Length)
        {
            return;
        }

        var larger = ArrayPool<T>.Shared.Rent(Math.Max(wanted, Math.Min(Count, int.MaxValue / 4) * 2));
        Values.CopyTo(larger);
        Return();
        _array = larger;
    }

    /// <summary>Forgets the values and keeps the array.</summary>
    public void Clear() => Count = 0;

    public void Free()
    {
        Return();
        Count = 0;
    }

    private void Return()
    {
        if (_array is not null)
        {
            ArrayPool<T>.Shared.Return(_array);
            _array = null;
        }
    }
}
