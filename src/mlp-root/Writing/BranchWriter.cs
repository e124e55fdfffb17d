using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Mlp.Root;

/// <summary>A branch that is being written.</summary>
public abstract class BranchWriter
{
    private readonly List<long> _positions = [];
    private readonly List<int> _sizes = [];
    private readonly List<long> _firsts = [0];
    private readonly TreeWriter _tree;
    private byte[] _values = new byte[1 << 16];
    private int _valueBytes;
    private int _buffered;

    private protected BranchWriter(TreeWriter tree, string name, LeafKind kind, CounterWriter? counter) => (_tree, Name, Kind, Counter) = (tree, name, kind, counter);

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>How many entries it has.</summary>
    public long Entries => _firsts[^1] + _buffered;

    internal LeafKind Kind { get; }

    // Where readers are to find the baskets, if not here.
    internal string FileName { get; set; } = "";

    internal CounterWriter? Counter { get; }

    internal long TotalBytes { get; private set; }

    internal long StoredBytes { get; private set; }

    internal IReadOnlyList<long> Positions => _positions;

    internal IReadOnlyList<int> Sizes => _sizes;

    /// <summary>The first entry of each basket, and the number of entries.</summary>
    internal IReadOnlyList<long> Firsts => _firsts;

    private protected string TreeName => _tree.Name;

    private protected int ValueBytes => _valueBytes;

    private protected bool IsFull => _valueBytes >= TreeWriter.BasketBytes;

    internal void Flush()
    {
        if (_buffered == 0)
        {
            return;
        }

        var values = _valueBytes;
        AddOffsets();
        var (position, bytes) = _tree.File.WriteBasket(Name, _tree.Name, _values.AsMemory(0, _valueBytes), new(EntrySize, _buffered, values));
        _positions.Add(position);
        _sizes.Add(bytes);
        _firsts.Add(Entries);
        TotalBytes += _valueBytes;
        StoredBytes += bytes;
        (_valueBytes, _buffered) = (0, 0);
    }

    private protected abstract int EntrySize { get; }

    private protected abstract void AddOffsets();

    private protected void Added(int entries) => _buffered += entries;

    private protected int Buffered => _buffered;

    private protected Span<byte> Space(int bytes)
    {
        if (_values.Length - _valueBytes < bytes)
        {
            Array.Resize(ref _values, Math.Max(_values.Length * 2, _valueBytes + bytes));
        }

        _valueBytes += bytes;
        return _values.AsSpan(_valueBytes - bytes, bytes);
    }

    private protected void Put<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(values);
        var into = Space(bytes.Length);
        switch (Unsafe.SizeOf<T>())
        {
            case 1:
                bytes.CopyTo(into);
                break;
            case 2:
                BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, short>(bytes), MemoryMarshal.Cast<byte, short>(into));
                break;
            case 4:
                BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, int>(bytes), MemoryMarshal.Cast<byte, int>(into));
                break;
            default:
                BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, long>(bytes), MemoryMarshal.Cast<byte, long>(into));
                break;
        }
    }
}

/// <summary>A branch of one number for each entry.</summary>
public class FlatWriter<T> : BranchWriter
    where T : unmanaged
{
    internal FlatWriter(TreeWriter tree, string name)
        : base(tree, name, LeafKind.Of<T>(), null)
    {
    }

    private protected override int EntrySize => Unsafe.SizeOf<T>();

    /// <summary>Adds an entry for each value.</summary>
    public virtual void Append(ReadOnlySpan<T> values)
    {
        while (values.Length > 0)
        {
            var part = values[..Math.Min(values.Length, Math.Max(1, (TreeWriter.BasketBytes - ValueBytes) / Unsafe.SizeOf<T>()))];
            Put(part);
            Added(part.Length);
            values = values[part.Length..];
            if (IsFull || ValueBytes + Unsafe.SizeOf<T>() > TreeWriter.BasketBytes)
            {
                Flush();
            }
        }
    }

    private protected override void AddOffsets()
    {
    }
}

/// <summary>A branch that counts the items of others.</summary>
public sealed class CounterWriter : FlatWriter<int>
{
    private readonly TreeWriter _tree;
    private int[] _batch = [];

    internal CounterWriter(TreeWriter tree, string name)
        : base(tree, name) => _tree = tree;

    internal int Batch { get; private set; }

    internal int Largest { get; private set; }

    internal ReadOnlySpan<int> Counts => _batch;

    /// <summary>Adds a branch of as many items in each entry as this one counts.</summary>
    public CountedWriter<T> Counted<T>(string name)
        where T : unmanaged => _tree.Add(new CountedWriter<T>(_tree, name, this));

    /// <summary>Adds entries; the items of the branches that it counts come next.</summary>
    public override void Append(ReadOnlySpan<int> values)
    {
        foreach (var count in values)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(count, nameof(values));
            Largest = Math.Max(Largest, count);
        }

        _batch = [.. values];
        Batch++;
        base.Append(values);
    }
}

/// <summary>A branch of several numbers for each entry, counted by another branch.</summary>
public sealed class CountedWriter<T> : BranchWriter
    where T : unmanaged
{
    private readonly List<int> _offsets = [];
    private int _batch;

    internal CountedWriter(TreeWriter tree, string name, CounterWriter counter)
        : base(tree, name, LeafKind.Of<T>(), counter)
    {
    }

    private protected override int EntrySize => 1000;

    /// <summary>Adds the items of the entries that the counter got last, one behind the other.</summary>
    public void Append(ReadOnlySpan<T> values)
    {
        var counts = Counter!.Counts;
        long wanted = 0;
        foreach (var count in counts)
        {
            wanted += count;
        }

        if (_batch != Counter.Batch - 1 || wanted != values.Length)
        {
            throw new InvalidOperationException($"'{Name}' gets {values.Length} items where '{Counter.Name}' counts {wanted}, once for each time that '{Counter.Name}' gets values");
        }

        _batch++;
        foreach (var count in counts)
        {
            _offsets.Add(ValueBytes);
            Put(values[..count]);
            values = values[count..];
            Added(1);
            if (IsFull)
            {
                Flush();
            }
        }
    }

    // A count, the offset of each entry with the key's bytes, and one more.
    private protected override void AddOffsets()
    {
        var keyLength = new KeyWriter("TBasket", Name, TreeName, 0, BasketSizes.Bytes).Length;
        var into = Space(4 * (_offsets.Count + 2));
        BinaryPrimitives.WriteInt32BigEndian(into, _offsets.Count + 1);
        for (var i = 0; i < _offsets.Count; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(into[(4 * (i + 1))..], _offsets[i] + keyLength);
        }

        BinaryPrimitives.WriteInt32BigEndian(into[(4 * (_offsets.Count + 1))..], 0);
        _offsets.Clear();
    }
}
