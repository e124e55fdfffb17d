namespace Mlp.Root;

/// <summary>Finds keys and the objects behind them.</summary>
internal static class KeyReading
{
    private const int LargestKey = 4096;

    /// <summary>The key at a position.</summary>
    public static KeyHeader KeyAt(IByteSource source, long position)
    {
        if (position < 0 || position > source.Length - KeyHeader.LeastBytes)
        {
            throw new RootFormatException(source.Name, position, "a key lies outside of the file");
        }

        var bytes = new byte[(int)Math.Min(LargestKey, source.Length - position)];
        source.Read(position, bytes);
        var cursor = new RootCursor(bytes, new(source.Name, position));
        return KeyHeader.Read(ref cursor);
    }

    /// <summary>The keys of a directory, of which the position of its list is known.</summary>
    public static IReadOnlyList<KeyHeader> KeysAt(IByteSource source, long position)
    {
        // Never compressed, and one of the two sizes may be wrong where a file was not closed.
        var list = KeyAt(source, position);
        var size = Math.Max(list.StoredBytes, list.ObjLen);
        if (size < 0 || size > source.Length)
        {
            throw new RootFormatException(source.Name, position, $"a list of keys of {size} bytes does not fit into the file");
        }

        using var bytes = ObjectBytes.Read(source, list with { ObjLen = size, NBytes = list.KeyLen + size }, position);
        var cursor = new RootCursor(bytes.Span, new(source.Name, position + list.KeyLen));
        var count = cursor.Count(KeyHeader.LeastBytes);
        var keys = new List<KeyHeader>(count);
        for (var i = 0; i < count; i++)
        {
            keys.Add(KeyHeader.Read(ref cursor));
        }

        return keys;
    }

    /// <summary>Position of the list of keys, from a directory's record.</summary>
    public static long KeyListOf(IByteSource source, long directory)
    {
        const int RecordBytes = 42;
        const int LongPositions = 1000;
        if (directory < 0 || directory >= source.Length)
        {
            throw new RootFormatException(source.Name, directory, "a directory lies outside of the file");
        }

        var bytes = new byte[(int)Math.Min(RecordBytes, source.Length - directory)];
        source.Read(directory, bytes);
        var cursor = new RootCursor(bytes, new(source.Name, directory));
        var isLong = cursor.Int16() > LongPositions;
        cursor.Take(16);
        KeyHeader.Position(ref cursor, isLong);
        KeyHeader.Position(ref cursor, isLong);
        return KeyHeader.Position(ref cursor, isLong);
    }
}
