using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Mlp.Root;

/// <summary>Reads big-endian values one after the other, never past the end.</summary>
internal ref struct RootCursor(ReadOnlySpan<byte> data, Origin origin)
{
    private const uint ByteCountMask = 0x4000_0000;
    private readonly ReadOnlySpan<byte> _data = data;
    private readonly Origin _origin = origin;

    public int Position { get; private set; }

    public readonly int Length => _data.Length;

    public readonly int Remaining => _data.Length - Position;

    public readonly Origin Origin => _origin;

    public byte UInt8() => Take(1)[0];

    public short Int16() => BinaryPrimitives.ReadInt16BigEndian(Take(2));

    public ushort UInt16() => BinaryPrimitives.ReadUInt16BigEndian(Take(2));

    public int Int32() => BinaryPrimitives.ReadInt32BigEndian(Take(4));

    public uint UInt32() => BinaryPrimitives.ReadUInt32BigEndian(Take(4));

    public long Int64() => BinaryPrimitives.ReadInt64BigEndian(Take(8));

    public float Single() => BinaryPrimitives.ReadSingleBigEndian(Take(4));

    public ReadOnlySpan<byte> Take(int count)
    {
        if ((uint)count > (uint)(_data.Length - Position))
        {
            PastTheEnd(count);
        }

        var taken = _data.Slice(Position, count);
        Position += count;
        return taken;
    }

    /// <summary>A number of items, of which each takes at least so many bytes.</summary>
    public int Count(int itemBytes = 1)
    {
        var count = Int32();
        return Fits(count, itemBytes);
    }

    public readonly int Fits(int count, int itemBytes)
    {
        if (count < 0 || (long)count * itemBytes > Remaining)
        {
            Refuse($"a count of {count} items does not fit into the {Remaining} bytes that remain");
        }

        return count;
    }

    /// <summary>TString: a length of one byte, or of four behind 255.</summary>
    public ReadOnlySpan<byte> TextBytes()
    {
        int length = UInt8();
        return Take(length == 255 ? Count() : length);
    }

    public string Text() => Encoding.UTF8.GetString(TextBytes());

    public string ZeroEnded()
    {
        var length = _data[Position..].IndexOf((byte)0);
        if (length < 0)
        {
            Refuse("a text has no end");
        }

        var text = Encoding.UTF8.GetString(Take(length));
        Position++;
        return text;
    }

    /// <summary>Byte count, where there is one, and version of an object.</summary>
    public ObjectHeader Header()
    {
        var start = Position;
        if (Remaining >= 4 && (BinaryPrimitives.ReadUInt32BigEndian(_data[Position..]) & ByteCountMask) != 0)
        {
            var bytes = UInt32() & ~ByteCountMask;
            if (bytes < 2 || bytes > Remaining)
            {
                Refuse($"an object of {bytes} bytes does not fit into the {Remaining} bytes that remain");
            }

            return new(start, Position + (int)bytes, Int16());
        }

        return new(start, End: -1, Int16());
    }

    /// <summary>The object that began with this header ends here.</summary>
    public readonly void Finish(ObjectHeader header, string what)
    {
        if (header.End >= 0 && Position != header.End)
        {
            Refuse($"{what} takes {Position - header.Start} bytes, {header.End - header.Start} were announced");
        }
    }

    public void MoveTo(int position)
    {
        if ((uint)position > (uint)_data.Length)
        {
            Refuse($"a position of {position} lies outside of {_data.Length} bytes");
        }

        Position = position;
    }

    public readonly byte Peek() => Position < _data.Length ? _data[Position] : (byte)0;

    [DoesNotReturn]
    public readonly void Refuse(string fact) => _origin.Refuse(Position, fact);

    [DoesNotReturn]
    private readonly void PastTheEnd(int count) => Refuse($"{count} bytes are wanted, {Remaining} remain");
}

/// <param name="End">Position behind the object, -1 where the file does not say.</param>
internal readonly record struct ObjectHeader(int Start, int End, short Version);
