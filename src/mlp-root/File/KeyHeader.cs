namespace Mlp.Root;

/// <summary>TKey: what stands before every object of a file.</summary>
internal sealed record KeyHeader
{
    // Its fixed fields with short positions, and three empty texts.
    public const int LeastBytes = 29;
    private const int LongPositions = 1000;

    /// <summary>All bytes: those of the key and those of the object, compressed or not.</summary>
    public int NBytes { get; init; }

    public short Version { get; init; }

    /// <summary>The bytes of the object without compression.</summary>
    public int ObjLen { get; init; }

    /// <summary>The bytes of the key.</summary>
    public short KeyLen { get; init; }

    public short Cycle { get; init; }

    public long SeekKey { get; init; }

    public string ClassName { get; init; } = "";

    public string Name { get; init; } = "";

    public string Title { get; init; } = "";

    /// <summary>The bytes of the object as they lie in the file.</summary>
    public int StoredBytes => NBytes - KeyLen;

    public static KeyHeader Read(ref RootCursor cursor)
    {
        var bytes = cursor.Int32();
        var version = cursor.Int16();
        var length = cursor.Int32();
        cursor.UInt32();
        var keyLength = cursor.Int16();
        var cycle = cursor.Int16();
        var seek = Position(ref cursor, version > LongPositions);
        Position(ref cursor, version > LongPositions);
        return new()
        {
            NBytes = bytes,
            Version = version,
            ObjLen = length,
            KeyLen = keyLength,
            Cycle = cycle,
            SeekKey = seek,
            ClassName = cursor.Text(),
            Name = cursor.Text(),
            Title = cursor.Text(),
        };
    }

    public static long Position(ref RootCursor cursor, bool isLong) => isLong ? cursor.Int64() : cursor.UInt32();
}
