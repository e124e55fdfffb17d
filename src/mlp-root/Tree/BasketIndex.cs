namespace Mlp.Root;

/// <summary>Which entries lie in which basket.</summary>
internal sealed class BasketIndex
{
    private readonly List<long> _firsts = [];
    private readonly List<BasketPlace> _places = [];

    public int Count => _places.Count;

    public long End { get; private set; }

    public BasketPlace this[int index] => _places[index];

    /// <summary>The first entry of a basket; of the one behind the last, the end.</summary>
    public long First(int index) => index < _firsts.Count ? _firsts[index] : End;

    /// <summary>The basket that holds an entry.</summary>
    public int Of(long entry)
    {
        var found = _firsts.BinarySearch(entry);
        return found >= 0 ? found : ~found - 1;
    }

    /// <summary>Whether a basket begins with an entry.</summary>
    public bool Begins(long entry) => _firsts.BinarySearch(entry) >= 0;

    public static BasketIndex From(Value branch)
    {
        var index = new BasketIndex();
        var entries = branch.Int64Of("fEntries");
        var written = branch.Int32Of("fWriteBasket");
        long[] seeks = [.. Numbers(branch, "fBasketSeek")], sizes = [.. Numbers(branch, "fBasketBytes")], firsts = [.. Numbers(branch, "fBasketEntry")];
        for (var i = 0; i < written && i < seeks.Length && i < sizes.Length && i < firsts.Length; i++)
        {
            var end = i + 1 < firsts.Length && (i + 1 < written || firsts[i + 1] > 0) ? firsts[i + 1] : entries;
            if (seeks[i] > 0 && end > firsts[i])
            {
                index.Add(firsts[i], end, new(seeks[i], (int)Math.Clamp(sizes[i], 0, int.MaxValue), null));
            }
        }

        index.AddEmbedded(branch, entries);
        return index;
    }

    private void AddEmbedded(Value branch, long entries)
    {
        foreach (var pointer in branch.ItemsOf("fBaskets"))
        {
            if (pointer.Target is { Column: EmbeddedBaskets baskets } target && baskets.Basket(target.Index) is { Header.NevBuf: > 0 } basket && End < entries)
            {
                Add(End, Math.Min(entries, End + basket.Header.NevBuf), new(0, 0, basket));
            }
        }
    }

    private void Add(long first, long end, BasketPlace place)
    {
        if (first < End)
        {
            // Written twice, or damaged: what came first counts.
            return;
        }

        _firsts.Add(first);
        _places.Add(place);
        End = end;
    }

    private static IEnumerable<long> Numbers(Value branch, string member) =>
        branch.Member(member)?.Items.Select(item => Convert.ToInt64(item.Number, System.Globalization.CultureInfo.InvariantCulture)) ?? [];
}

/// <summary>Where a basket lies: in the file, or in the tree's own description.</summary>
internal readonly record struct BasketPlace(long Position, int Bytes, EmbeddedBasket? Embedded)
{
    public bool LiesWithin(long length) => Bytes >= KeyHeader.LeastBytes && Position >= 0 && Position <= length - Bytes;
}
