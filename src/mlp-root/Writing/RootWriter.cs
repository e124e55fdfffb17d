namespace Mlp.Root;

/// <summary>Writes a file of trees that ROOT and its readers open. The file appears whole, when the writer is disposed after <see cref="Complete"/>.</summary>
public sealed class RootWriter : IDisposable
{
    internal const int Begin = 100;
    private const int FileVersion = 1_062_400;
    private const int DirectoryVersion = 1005;
    private const int DirectoryBytes = 60;
    private readonly string _path;
    private readonly string _partial;
    private readonly string _name;
    private readonly FileStream _file;
    private readonly uint _time;
    private readonly List<TreeWriter> _trees = [];
    private readonly List<WrittenKey> _keys = [];
    private bool _isComplete;

    private RootWriter(string path, RootCompression compression, DateTimeOffset time)
    {
        (_path, _partial, _name, Compression, _time) = (path, path + ".partial", Path.GetFileName(path), compression, DateOf(time));
        _file = new(_partial, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20);
        _file.Write(new byte[Begin + FirstRecord().Length]);
    }

    internal RootCompression Compression { get; }

    private KeyWriter FileKey => new("TFile", _name, "", _time);

    // Key, name and title; then the directory.
    private int NameBytes => FileKey.Length + NameOf().Length;

    /// <summary>Begins a file.</summary>
    /// <param name="path">Where it is to appear.</param>
    /// <param name="compression">How values are compressed.</param>
    /// <param name="time">What the file says of when it was written: the same for the same bytes.</param>
    public static RootWriter Create(string path, RootCompression compression, DateTimeOffset time) => new(path, compression, time);

    /// <summary>Adds a tree; its branches come next, then its values.</summary>
    public TreeWriter Tree(string name, string title = "")
    {
        var tree = new TreeWriter(this, name, title);
        _trees.Add(tree);
        return tree;
    }

    /// <summary>Writes what is still in memory, and the descriptions of all trees.</summary>
    /// <exception cref="InvalidOperationException">Branches of a tree have different numbers of entries.</exception>
    public void Complete()
    {
        foreach (var tree in _trees)
        {
            tree.Flush();
            var key = new KeyWriter("TTree", tree.Name, tree.Title, _time);
            _keys.Add(Write(key, tree.Describe(key.Length)));
        }

        var keys = WriteKeys();
        var list = new KeyWriter("TList", "StreamerInfo", "Doubly linked list", _time);
        var infos = Write(list, StreamerList.Write(list.Length));
        var free = WriteFree();
        var end = _file.Position;
        WriteHeader(end, keys, infos, free);
        _file.Flush(flushToDisk: true);
        _isComplete = true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file.Dispose();
        if (_isComplete)
        {
            System.IO.File.Move(_partial, _path, overwrite: true);
        }
        else
        {
            System.IO.File.Delete(_partial);
        }
    }

    /// <summary>Writes a basket, of which the header's fields stand before the values.</summary>
    internal (long Position, int Bytes) WriteBasket(string branch, string tree, ReadOnlyMemory<byte> bytes, BasketSizes sizes)
    {
        var key = new KeyWriter("TBasket", branch, tree, _time, BasketSizes.Bytes);
        var packed = BlockEncoding.Encode(bytes, Compression);
        var writer = new ObjectWriter(0);
        var position = _file.Position;
        key.Write(writer, position, packed.Length, bytes.Length);
        sizes.Write(writer, key.Length);
        _file.Write(writer.Written.Span);
        _file.Write(packed.Span);
        return (position, key.Length + packed.Length);
    }

    /// <summary>Leaves a hole in the file, for what must lie far behind its begin.</summary>
    internal void Skip(long bytes) => _file.Position += bytes;

    private WrittenKey Write(KeyWriter key, ReadOnlyMemory<byte> bytes, bool isPacked = true)
    {
        var packed = isPacked ? BlockEncoding.Encode(bytes, Compression) : bytes;
        var writer = new ObjectWriter(0);
        var position = _file.Position;
        key.Write(writer, position, packed.Length, bytes.Length);
        _file.Write(writer.Written.Span);
        _file.Write(packed.Span);
        return new(key, position, packed.Length, bytes.Length);
    }

    private WrittenKey WriteKeys()
    {
        var writer = new ObjectWriter(0);
        writer.Int32(_keys.Count);
        foreach (var (key, position, stored, bytes) in _keys)
        {
            key.Write(writer, position, stored, bytes);
        }

        return Write(FileKey, writer.Written, isPacked: false);
    }

    // TFree: all behind the end.
    private WrittenKey WriteFree()
    {
        const int LongVersion = 1001, Bytes = 18;
        var writer = new ObjectWriter(0);
        var end = _file.Position + FileKey.Length + Bytes;
        writer.Int16(LongVersion);
        writer.Int64(end);
        writer.Int64(Math.Max(2_000_000_000, end + 1_000_000_000));
        return Write(FileKey, writer.Written, isPacked: false);
    }

    private void WriteHeader(
        long end, WrittenKey keys, WrittenKey infos, WrittenKey free)
    {
        var writer = new ObjectWriter(0);
        writer.Bytes("root"u8);
        writer.Int32(FileVersion);
        writer.Int32(Begin);
        writer.Int64(end);
        writer.Int64(free.Position);
        writer.Int32(free.AllBytes);
        writer.Int32(1);
        writer.Int32(NameBytes);
        writer.UInt8(8);
        writer.Int32(BlockEncoding.Code(Compression));
        writer.Int64(infos.Position);
        writer.Int32(infos.AllBytes);
        Unique(writer);
        _file.Position = 0;
        _file.Write(writer.Written.Span);
        _file.Position = Begin;
        _file.Write(FirstRecord(keys.Position, keys.AllBytes).Span);
    }

    private ReadOnlyMemory<byte> NameOf()
    {
        var writer = new ObjectWriter(0);
        writer.Text(_name);
        writer.Text("");
        return writer.Written;
    }

    private ReadOnlyMemory<byte> FirstRecord(long keys = 0, int keyBytes = 0)
    {
        var writer = new ObjectWriter(0);
        var bytes = NameOf().Length + DirectoryBytes;
        FileKey.Write(writer, Begin, bytes, bytes);
        writer.Bytes(NameOf().Span);
        writer.Int16(DirectoryVersion);
        writer.UInt32(_time);
        writer.UInt32(_time);
        writer.Int32(keyBytes);
        writer.Int32(NameBytes);
        writer.Int64(Begin);
        writer.Int64(0);
        writer.Int64(keys);
        Unique(writer);
        return writer.Written;
    }

    // TUUID: nothing refers to objects of this file from others.
    private static void Unique(ObjectWriter writer)
    {
        writer.Int16(1);
        writer.Bytes(new byte[16]);
    }

    // TDatime: years since 1995 in six bits, then month, day, hour, minute, second.
    private static uint DateOf(DateTimeOffset time)
    {
        var at = time.UtcDateTime;
        return ((uint)Math.Clamp(at.Year - 1995, 0, 63) << 26) | ((uint)at.Month << 22) | ((uint)at.Day << 17) | ((uint)at.Hour << 12) | ((uint)at.Minute << 6) | (uint)at.Second;
    }
}
