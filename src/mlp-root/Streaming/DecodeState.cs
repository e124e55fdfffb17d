namespace Mlp.Root;

/// <summary>What decoders share while they read one buffer: the file's classes, and the objects and classes met so far.</summary>
internal sealed class DecodeState(StreamerInfos infos, int keyLength)
{
    public const int MaximalDepth = 48;
    private readonly Dictionary<long, ObjectReference> _objects = [];
    private readonly Dictionary<long, string> _classes = [];

    public StreamerInfos Infos => infos;

    /// <summary>How many bytes lie before the buffer in the counting of references.</summary>
    public int KeyLength { get; set; } = keyLength;

    public int Depth { get; private set; }

    private (ListColumn? Column, int Row) Counts { get; set; }

    public int PointerDepth { get; set; }

    public void Enter(ref RootCursor cursor)
    {
        if (++Depth > MaximalDepth)
        {
            cursor.Refuse($"objects are nested deeper than {MaximalDepth}");
        }
    }

    public void Leave() => Depth--;

    /// <summary>What another branch counts, entry by entry, for the entries to come.</summary>
    public void Count(ListColumn? counts) => Counts = (counts, 0);

    /// <summary>The counts of the next entry; null where there are none.</summary>
    public ReadOnlyMemory<int>? NextCounts()
    {
        if (Counts is not ({ Items: NumberColumn<int> counts } lists, var row) || row >= lists.Count)
        {
            return null;
        }

        Counts = (lists, row + 1);
        return counts.Memory[lists.Offsets[row]..lists.Offsets[row + 1]];
    }

    public void Forget()
    {
        _objects.Clear();
        _classes.Clear();
        Depth = 0;
        PointerDepth = 0;
    }

    public void Remember(long position, ObjectReference target) => _objects[position] = target;

    public void Remember(long position, string className) => _classes[position] = className;

    public ObjectReference? ObjectAt(long position) => _objects.TryGetValue(position, out var found) ? found : null;

    public string? ClassAt(long position) => _classes.GetValueOrDefault(position);
}
