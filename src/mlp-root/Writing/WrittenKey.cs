namespace Mlp.Root;

/// <summary>An object in the file.</summary>
internal sealed record WrittenKey(KeyWriter Key, long Position, int Stored, int Bytes)
{
    /// <summary>What it takes together with its key.</summary>
    public int AllBytes => Key.Length + Stored;
}

/// <summary>What a basket says of itself.</summary>
internal sealed record BasketSizes(int EntrySize, int Entries, int ValueBytes)
{
    /// <summary>What this takes in a key.</summary>
    public const int Bytes = 19;

    private const int BufferSize = 32_000;

    public void Write(ObjectWriter writer, int keyLength)
    {
        writer.Int16(3);
        writer.Int32(BufferSize);
        writer.Int32(EntrySize);
        writer.Int32(Entries);
        writer.Int32(keyLength + ValueBytes);
        writer.UInt8(0);
    }
}
