using System.Buffers;

namespace Mlp.Root;

/// <summary>Reads entries of one branch, forwards; keeps the basket in which the last range ended.</summary>
internal sealed class BranchReader(RootBranch branch) : IDisposable
{
    private readonly BasketIndex _index = branch.Description.Baskets;
    private readonly Dictionary<int, byte[]> _fetched = [];
    private readonly DecodeState _state = new(branch.Tree.File.Classes.Infos, 0);
    private readonly Basket _basket = new();
    private readonly Stack<BranchValues> _spare = new();
    private readonly BranchReader? _counter = branch.Counter is { } counter ? new(counter) : null;
    private const int MostSpare = 4;
    private bool _isOver;
    private int _keptIndex = -1;

    public RootBranch Branch => branch;

    public IByteSource Source { get; } = branch.Source;

    /// <summary>Room for the stored bytes of the baskets that these entries need; to be filled before they are read.</summary>
    public IEnumerable<ByteRange> Request(long first, long end)
    {
        for (var index = Math.Max(0, _index.Of(first)); index < _index.Count && _index.First(index) < end; index++)
        {
            var place = _index[index];
            if (index == _keptIndex || place.Embedded is not null || _fetched.ContainsKey(index) || !place.LiesWithin(Source.Length))
            {
                continue;
            }

            var stored = ArrayPool<byte>.Shared.Rent(place.Bytes);
            _fetched.Add(index, stored);
            yield return new(place.Position, stored.AsMemory(0, place.Bytes));
        }

        foreach (var more in _counter?.Request(first, end) ?? [])
        {
            yield return more;
        }
    }

    /// <summary>The values of the entries from first up to end.</summary>
    public BranchValues Read(long first, long end, Ct ct)
    {
        var values = TakeSpare() ?? new BranchValues(branch, this);
        try
        {
            FillCounted(values.Column, first, end, ct);
            return values;
        }
        catch
        {
            values.Free();
            throw;
        }
    }

    /// <summary>Takes values back that nobody uses any more, to fill their memory again.</summary>
    /// <returns>Whether they were taken.</returns>
    public bool Keep(BranchValues values)
    {
        lock (_spare)
        {
            if (_isOver || _spare.Count > MostSpare)
            {
                return false;
            }

            values.Clear();
            _spare.Push(values);
            return true;
        }
    }

    public void Dispose()
    {
        Drop();
        _counter?.Dispose();
        lock (_spare)
        {
            _isOver = true;
            while (_spare.TryPop(out var spare))
            {
                spare.Free();
            }
        }

        foreach (var stored in _fetched.Values)
        {
            ArrayPool<byte>.Shared.Return(stored);
        }

        _fetched.Clear();
    }

    private BranchValues? TakeSpare()
    {
        lock (_spare)
        {
            return _spare.TryPop(out var spare) ? spare : null;
        }
    }

    private void FillCounted(Column column, long first, long end, Ct ct)
    {
        using var counts = _counter?.Read(first, end, ct);
        _state.Count(counts?.Column as ListColumn);
        Fill(column, first, end, ct);
    }

    private void Fill(Column column, long first, long end, Ct ct)
    {
        if (branch.Unreadable is { } reason)
        {
            throw new RootFormatException(Source.Name, branch.Tree.Position, $"branch '{branch.Path}': {reason}");
        }

        Reserve(column, end - first);
        while (first < end)
        {
            ct.ThrowIfCancellationRequested();
            var index = _index.Of(first);
            if (index < 0 || first >= _index.End)
            {
                throw new RootFormatException(Source.Name, branch.Tree.Position, first >= branch.Tree.Entries
                    ? $"branch '{branch.Path}' has no entry {first}: its tree '{branch.Tree.Path}' has {branch.Tree.Entries} entries"
                    : $"branch '{branch.Path}' has no basket for entry {first}");
            }

            first = FillFrom(column, index, first, end);
        }
    }

    private long FillFrom(Column column, int index, long first, long end)
    {
        var basket = Get(index);
        var start = _index.First(index);
        var last = Math.Min(_index.First(index + 1), start + basket.Entries);
        if (last <= first)
        {
            throw basket.Origin.Refusal(0, $"branch '{branch.Path}' has no entry {first} in this basket of {basket.Entries} entries");
        }

        var stop = Math.Min(end, last);
        BasketDecoding.Decode(basket, branch.Decoder, column, (int)(first - start), (int)(stop - start), _state);
        if (stop == last)
        {
            Drop();
        }

        return stop;
    }

    private Basket Get(int index)
    {
        if (_keptIndex != index)
        {
            Drop();
            Load(index, _index[index]);
            _keptIndex = index;
        }

        return _basket;
    }

    private void Load(int index, BasketPlace place)
    {
        if (place.Embedded is { } embedded)
        {
            _basket.Load(embedded, new(Source.Name, branch.Tree.Position, Packed: true));
        }
        else if (_fetched.Remove(index, out var stored))
        {
            _basket.Load(stored, place.Bytes, new(Source.Name, place.Position));
        }
        else
        {
            _basket.Load(Source, place);
        }
    }

    private void Drop()
    {
        _basket.Dispose();
        _keptIndex = -1;
    }

    // So that columns rarely grow while they are filled.
    private void Reserve(Column column, long entries)
    {
        var bytes = branch.Entries > 0 ? entries * ((double)branch.Bytes / branch.Entries) : 0;
        column.Expect((int)Math.Min(entries, Math.Min(Source.Length * 64, 1 << 24)), Math.Min(bytes, Math.Min(Source.Length * 64.0, 1 << 28)));
    }
}
