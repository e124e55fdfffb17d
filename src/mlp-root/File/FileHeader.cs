namespace Mlp.Root;

/// <summary>The first bytes of a file.</summary>
internal sealed record FileHeader
{
    private const int Bytes = 75;
    private const int LongPositions = 1_000_000;

    /// <summary>The version of ROOT, such as 62004.</summary>
    public int Version { get; init; }

    /// <summary>Where the first key begins.</summary>
    public int Begin { get; init; }

    public long End { get; init; }

    public int NBytesName { get; init; }

    public int Compress { get; init; }

    public long SeekInfo { get; init; }

    public int NBytesInfo { get; init; }

    public static FileHeader Read(IByteSource source)
    {
        var bytes = new byte[Math.Min(Bytes, source.Length)];
        source.Read(0, bytes);
        var cursor = new RootCursor(bytes, new(source.Name, 0));
        if (bytes.Length < 4 || !cursor.Take(4).SequenceEqual("root"u8))
        {
            throw new RootFormatException(source.Name, 0, "no ROOT file: it does not begin with 'root'");
        }

        return Read(ref cursor);
    }

    private static FileHeader Read(ref RootCursor cursor)
    {
        var version = cursor.Int32();
        var isLong = version >= LongPositions;
        var begin = cursor.Int32();
        var end = KeyHeader.Position(ref cursor, isLong);
        KeyHeader.Position(ref cursor, isLong);
        cursor.Take(8);
        var name = cursor.Int32();
        cursor.UInt8();
        var compress = cursor.Int32();
        var info = KeyHeader.Position(ref cursor, isLong);
        return new() { Version = version % LongPositions, Begin = begin, End = end, NBytesName = name, Compress = compress, SeekInfo = info, NBytesInfo = cursor.Int32() };
    }
}
