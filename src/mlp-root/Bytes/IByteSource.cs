namespace Mlp.Root;

/// <summary>Where the bytes of a file are read from, at any position, by several threads at once.</summary>
public interface IByteSource : IDisposable
{
    /// <summary>The file, as messages name it.</summary>
    string Name { get; }

    /// <summary>How many bytes it has.</summary>
    long Length { get; }

    /// <summary>Whether a read costs little, so that nothing is gained by asking for several at once.</summary>
    bool IsNear { get; }

    /// <summary>Fills the span with the bytes from a position on.</summary>
    void Read(long offset, Span<byte> into);

    /// <summary>Fills the memory with the bytes from a position on.</summary>
    ValueTask ReadAsync(long offset, Memory<byte> into, Ct ct);

    /// <summary>Fills all ranges, in as few requests as make sense.</summary>
    ValueTask ReadManyAsync(IReadOnlyList<ByteRange> ranges, Ct ct);
}

/// <summary>Bytes to read, and where to put them.</summary>
/// <param name="Offset">The position of the first byte in the file.</param>
/// <param name="Into">Is filled.</param>
public readonly record struct ByteRange(long Offset, Memory<byte> Into);
