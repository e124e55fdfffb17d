namespace Mlp.Root;

/// <summary>Values of consecutive entries. Its memory is rented, and given back with the step it belongs to.</summary>
public abstract class Column : IDisposable
{
    /// <summary>How many values there are: at the top of a branch, one for each entry.</summary>
    public int Count { get; private protected set; }

    /// <summary>One value, to walk through or to print.</summary>
    public Value this[int index] => (uint)index < (uint)Count ? new(this, index) : throw new ArgumentOutOfRangeException(nameof(index));

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Forgets the values and keeps the memory.</summary>
    internal abstract void Clear();

    /// <summary>Takes memory for what is expected to come.</summary>
    internal virtual void Expect(int values, double bytes)
    {
    }

    /// <summary>Gives the memory back.</summary>
    protected abstract void Dispose(bool disposing);
}
