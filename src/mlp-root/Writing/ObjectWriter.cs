using System.Buffers.Binary;
using System.Text;

namespace Mlp.Root;

/// <summary>Writes an object as ROOT streams it: big-endian, with byte counts, classes and objects named once.</summary>
/// <param name="keyLength">How many bytes lie before the object in its key.</param>
internal sealed class ObjectWriter(int keyLength)
{
    private const uint ByteCountMask = 0x4000_0000;
    private const uint NewClassTag = 0xFFFF_FFFF;
    private const uint ClassMask = 0x8000_0000;
    private const int MapOffset = 2;
    private readonly Dictionary<string, uint> _classes = new(StringComparer.Ordinal);
    private readonly Dictionary<object, uint> _objects = new(ReferenceEqualityComparer.Instance);
    private byte[] _bytes = new byte[4096];
    private int _count;

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _count);

    public void UInt8(byte value) => Space(1)[0] = value;

    public void Int16(int value) => BinaryPrimitives.WriteInt16BigEndian(Space(2), (short)value);

    public void Int32(int value) => BinaryPrimitives.WriteInt32BigEndian(Space(4), value);

    public void UInt32(uint value) => BinaryPrimitives.WriteUInt32BigEndian(Space(4), value);

    public void Int64(long value) => BinaryPrimitives.WriteInt64BigEndian(Space(8), value);

    public void Double(double value) => BinaryPrimitives.WriteDoubleBigEndian(Space(8), value);

    public void Single(float value) => BinaryPrimitives.WriteSingleBigEndian(Space(4), value);

    public void Bytes(ReadOnlySpan<byte> value) => value.CopyTo(Space(value.Length));

    public void Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        UInt8((byte)Math.Min(bytes.Length, 255));
        if (bytes.Length >= 255)
        {
            Int32(bytes.Length);
        }

        Bytes(bytes);
    }

    /// <summary>Byte count and version, then what the action writes.</summary>
    public void Versioned(int version, Action<ObjectWriter> members)
    {
        var start = _count;
        UInt32(0);
        Int16(version);
        members(this);
        Count(start);
    }

    /// <summary>TNamed.</summary>
    public void Named(string name, string title) => Versioned(1, writer =>
    {
        writer.Object();
        writer.Text(name);
        writer.Text(title);
    });

    /// <summary>TObject.</summary>
    public void Object()
    {
        const uint OnHeapAndNotDeleted = 0x0300_0000;
        Int16(1);
        UInt32(0);
        UInt32(OnHeapAndNotDeleted);
    }

    /// <summary>TObjArray of objects by pointer.</summary>
    public void Array<T>(IReadOnlyCollection<T> items, Action<ObjectWriter, T> item) => Versioned(3, writer =>
    {
        writer.Object();
        writer.Text("");
        writer.Int32(items.Count);
        writer.Int32(0);
        foreach (var one in items)
        {
            item(writer, one);
        }
    });

    /// <summary>TList of objects by pointer, without options.</summary>
    public void List<T>(IReadOnlyCollection<T> items, Action<ObjectWriter, T> item) => Versioned(5, writer =>
    {
        writer.Object();
        writer.Text("");
        writer.Int32(items.Count);
        foreach (var one in items)
        {
            item(writer, one);
            writer.UInt8(0);
        }
    });

    /// <summary>A pointer to an object: as its position, where it was written before.</summary>
    public void Pointer(object identity, string className, Action<ObjectWriter> value)
    {
        if (_objects.TryGetValue(identity, out var known))
        {
            UInt32(known);
            return;
        }

        var start = _count;
        _objects.Add(identity, Position(start));
        UInt32(0);
        Class(className);
        value(this);
        Count(start);
    }

    public void NoPointer() => UInt32(0);

    private void Class(string name)
    {
        if (_classes.TryGetValue(name, out var known))
        {
            UInt32(known | ClassMask);
            return;
        }

        _classes.Add(name, Position(_count));
        UInt32(NewClassTag);
        Bytes(Encoding.UTF8.GetBytes(name));
        UInt8(0);
    }

    private uint Position(int place) => (uint)(place + keyLength + MapOffset);

    private void Count(int start) => BinaryPrimitives.WriteUInt32BigEndian(_bytes.AsSpan(start), (uint)(_count - start - 4) | ByteCountMask);

    private Span<byte> Space(int count)
    {
        if (_bytes.Length - _count < count)
        {
            System.Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _count + count));
        }

        _count += count;
        return _bytes.AsSpan(_count - count, count);
    }
}
