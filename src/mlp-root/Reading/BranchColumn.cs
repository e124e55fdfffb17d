namespace Mlp.Root;

/// <summary>A branch's values in one step, or why they cannot be read.</summary>
public sealed class BranchColumn : IDisposable
{
    private BranchValues? _values;

    internal BranchColumn(RootBranch branch, BranchValues values) => (Branch, _values) = (branch, values);

    internal BranchColumn(RootBranch branch, RootFormatException error) => (Branch, Error) = (branch, error);

    /// <summary>The branch.</summary>
    public RootBranch Branch { get; }

    /// <summary>Why its values cannot be read; null where they can.</summary>
    public RootFormatException? Error { get; }

    /// <summary>The values; null where they cannot be read.</summary>
    public Column? Column => _values?.Column;

    /// <summary>The values.</summary>
    /// <exception cref="RootFormatException">They cannot be read.</exception>
    public Column Demand()
    {
        if (Error is not null)
        {
            throw new RootFormatException(Error.File, Error.Offset, $"branch '{Branch.Path}': {Error.Fact}", Error);
        }

        return Column ?? throw new ObjectDisposedException(nameof(TreeStep), $"the step that held '{Branch.Path}' was disposed");
    }

    /// <inheritdoc/>
    public void Dispose() => Interlocked.Exchange(ref _values, null)?.Dispose();
}
