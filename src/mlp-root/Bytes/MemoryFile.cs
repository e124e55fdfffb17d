namespace Mlp.Root;

/// <summary>A file whose bytes are at hand.</summary>
internal sealed class MemoryFile(string name, ReadOnlyMemory<byte> bytes) : IByteSource
{
    public string Name => name;

    public long Length => bytes.Length;

    public bool IsNear => true;

    public void Read(long offset, Span<byte> into)
    {
        if (offset < 0 || offset > bytes.Length - into.Length)
        {
            throw new RootFormatException(name, offset, $"the file ends after {bytes.Length} bytes");
        }

        bytes.Span.Slice((int)offset, into.Length).CopyTo(into);
    }

    public ValueTask ReadAsync(long offset, Memory<byte> into, Ct ct)
    {
        Read(offset, into.Span);
        return ValueTask.CompletedTask;
    }

    public ValueTask ReadManyAsync(IReadOnlyList<ByteRange> ranges, Ct ct)
    {
        foreach (var range in ranges)
        {
            Read(range.Offset, range.Into.Span);
        }

        return ValueTask.CompletedTask;
    }

    public void Dispose()
    {
    }
}
