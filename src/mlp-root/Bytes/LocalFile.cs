using Microsoft.Win32.SafeHandles;

namespace Mlp.Root;

/// <summary>A file of this machine, read by position.</summary>
internal sealed class LocalFile(string path) : IByteSource, IPlace
{
    private readonly SafeFileHandle _handle = System.IO.File.OpenHandle(path, options: FileOptions.RandomAccess);

    public string Name => path;

    public long Length => RandomAccess.GetLength(_handle);

    public bool IsNear => true;

    public void Read(long offset, Span<byte> into)
    {
        while (into.Length > 0)
        {
            var read = RandomAccess.Read(_handle, into, offset);
            Demand(read, offset);
            into = into[read..];
            offset += read;
        }
    }

    public async ValueTask ReadAsync(long offset, Memory<byte> into, Ct ct)
    {
        while (into.Length > 0)
        {
            var read = await RandomAccess.ReadAsync(_handle, into, offset, ct);
            Demand(read, offset);
            into = into[read..];
            offset += read;
        }
    }

    public async ValueTask ReadManyAsync(IReadOnlyList<ByteRange> ranges, Ct ct)
    {
        foreach (var range in ranges)
        {
            await ReadAsync(range.Offset, range.Into, ct);
        }
    }

    public IByteSource OpenBeside(string name)
    {
        // A file may come from anybody: it does not choose servers to talk to.
        var local = name.StartsWith("file:", StringComparison.Ordinal) ? name[5..] : name;
        return local.Contains("://", StringComparison.Ordinal)
            ? throw new NotSupportedException($"it lies at {name}, and a file of this machine opens none elsewhere; open that file, and read its branches together with these")
            : new LocalFile(Path.Combine(Path.GetDirectoryName(path) ?? "", local.StartsWith("//", StringComparison.Ordinal) ? local[2..] : local));
    }

    public void Dispose() => _handle.Dispose();

    private void Demand(int read, long offset)
    {
        if (read == 0)
        {
            throw new RootFormatException(path, offset, "the file ends here");
        }
    }
}
