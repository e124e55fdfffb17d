using System.Text;

namespace Mlp;

/// <summary>Reads the headers of an archive and skips all contents; whatever is not exactly as it must be is refused.</summary>
/// <param name="root">The folder within the archive that holds everything.</param>
internal sealed class ArchiveReader(Stream archive, ArchiveLimits limits, string root = ParametersArchive.Root)
{
    private readonly byte[] _block = new byte[TarHeader.BlockSize];
    private readonly List<ArchivedFile> _files = [];
    private readonly List<string> _folders = [];
    private readonly Stack<string> _open = new();
    private string _previous = "";
    private long _position;
    private long _total;
    private int _entries;

    public ArchiveIndex Read()
    {
        archive.Position = 0;
        while (ReadHeader())
        {
            var (name, header) = ReadName();
            Accept(name, header);
        }

        ReadEnd();
        return new(_files, _folders);
    }

    private void Accept(string name, ReadOnlySpan<byte> blocks)
    {
        var type = TarHeader.Type(_block);
        var size = TarHeader.Size(_block) ?? throw new InvalidArchiveException(name, "its size is no number");
        RefuseType(name, type);
        RefuseSize(name, type, size);
        RefusePlace(name, type);
        var expected = TarHeader.For(EntryPath.Utf8.GetBytes(name), type, size);
        if (!blocks.SequenceEqual(expected))
        {
            throw new InvalidArchiveException(name, TarHeader.Difference(_block, expected.AsSpan(expected.Length - TarHeader.BlockSize)));
        }

        Add(name, type, size);
        SkipContent(name, size);
    }

    private void Add(string name, byte type, long size)
    {
        _previous = name;
        if (++_entries > limits.MaxEntries)
        {
            throw new InvalidArchiveException(name, $"there are more than {limits.MaxEntries} entries");
        }

        if (type == TarHeader.Directory)
        {
            _open.Push(name);
            _folders.Add(name.Length > root.Length ? Relative(name).TrimEnd('/') : "");
            return;
        }

        _total += size;
        if (_total > limits.MaxTotalBytes)
        {
            throw new InvalidArchiveException(name, $"the files have more than {limits.MaxTotalBytes} bytes together");
        }

        _files.Add(new(Relative(name), _position, size));
    }

    // A long name is an entry before the entry: its bytes are the name.
    private (string Name, byte[] Blocks) ReadName()
    {
        if (TarHeader.Type(_block) != TarHeader.LongName)
        {
            return (Text(TarHeader.Name(_block)), _block.ToArray());
        }

        var size = TarHeader.Size(_block) ?? 0;
        if (size is < 2 or > EntryPath.MaxBytes + 64)
        {
            throw new InvalidArchiveException(null, $"the long name at offset {_position - TarHeader.BlockSize} has a size of {size} bytes");
        }

        var blocks = new byte[TarHeader.BlockSize + TarHeader.Padded(size) + TarHeader.BlockSize];
        _block.CopyTo(blocks, 0);
        ReadExactly(blocks.AsSpan(TarHeader.BlockSize, (int)TarHeader.Padded(size)));
        if (!ReadHeader() || TarHeader.Type(_block) == TarHeader.LongName)
        {
            throw new InvalidArchiveException(null, "a long name is followed by no entry");
        }

        _block.CopyTo(blocks, blocks.Length - TarHeader.BlockSize);
        return (Text(blocks.AsSpan(TarHeader.BlockSize, (int)size - 1)), blocks);
    }

    private static string Text(ReadOnlySpan<byte> name)
    {
        try
        {
            return EntryPath.Utf8.GetString(name);
        }
        catch (DecoderFallbackException e)
        {
            throw new InvalidArchiveException(Encoding.Latin1.GetString(name), "the name is not valid UTF-8", innerException: e);
        }
    }

    private static void RefuseType(string name, byte type)
    {
        var refusal = type switch
        {
            TarHeader.RegularFile or TarHeader.Directory => null,
            (byte)'1' or (byte)'2' or (byte)'K' => "it is a link",
            (byte)'3' or (byte)'4' => "it is a device",
            (byte)'6' => "it is a pipe",
            (byte)'x' or (byte)'g' => "it is a pax header",
            _ => $"its type is 0x{type:x2}; only files and folders are allowed",
        };
        if (refusal is not null)
        {
            throw new InvalidArchiveException(name, refusal);
        }
    }

    private static void RefuseSize(string name, byte type, long size)
    {
        if (size < 0 || (type == TarHeader.Directory && size > 0))
        {
            throw new InvalidArchiveException(name, $"its size is {size}");
        }
    }

    // Entries are sorted, so the folders around the next one are those whose name it begins with.
    private void RefusePlace(string name, byte type)
    {
        var path = type == TarHeader.Directory && name.EndsWith('/') ? name[..^1] : name;
        if (EntryPath.Refusal(path.StartsWith(root, StringComparison.Ordinal) ? Relative(path) : path) is { } refusal)
        {
            throw new InvalidArchiveException(name, refusal);
        }

        if (!name.StartsWith(root, StringComparison.Ordinal) && name != "mlp/" || name.EndsWith('/') != (type == TarHeader.Directory))
        {
            throw new InvalidArchiveException(name, $"it is not under {root}");
        }

        if (EntryPath.Order.Compare(_previous, name) >= 0)
        {
            throw new InvalidArchiveException(name, _previous == name ? "it is there twice" : $"it is not sorted: '{_previous}' comes before it");
        }

        RefuseParent(name, path, type);
    }

    private void RefuseParent(string name, string path, byte type)
    {
        while (_open.TryPeek(out var folder) && !name.StartsWith(folder, StringComparison.Ordinal))
        {
            _open.Pop();
        }

        var parent = path[..(path.LastIndexOf('/') + 1)];
        if (parent != (_open.TryPeek(out var top) ? top : ""))
        {
            throw new InvalidArchiveException(name, $"its folder '{parent}' has no entry before it");
        }

        var asFile = new ArchivedFile(path.Length > root.Length ? Relative(path) : "", 0, 0);
        if (type == TarHeader.Directory && _files.BinarySearch(asFile, ByPath) >= 0)
        {
            throw new InvalidArchiveException(name, "a file has the same name");
        }
    }

    private void SkipContent(string name, long size)
    {
        if (size > archive.Length - _position || TarHeader.Padded(size) > archive.Length - _position)
        {
            throw new InvalidArchiveException(name, "the archive ends before it does: it is truncated");
        }

        archive.Seek(size, SeekOrigin.Current);
        _position += size;
        Span<byte> padding = stackalloc byte[(int)(TarHeader.Padded(size) - size)];
        ReadExactly(padding);
        if (padding.ContainsAnyExcept((byte)0))
        {
            throw new InvalidArchiveException(name, "there are bytes between it and the next entry");
        }
    }

    private bool ReadHeader()
    {
        ReadExactly(_block);
        if (!_block.AsSpan().ContainsAnyExcept((byte)0))
        {
            return false;
        }

        return TarHeader.HasRightChecksum(_block)
            ? true
            : throw new InvalidArchiveException(null, $"there is no tar header at offset {_position - TarHeader.BlockSize}: the checksum is wrong");
    }

    private void ReadEnd()
    {
        ReadExactly(_block);
        if (_block.AsSpan().ContainsAnyExcept((byte)0) || _position != archive.Length)
        {
            throw new InvalidArchiveException(null, $"there are bytes behind its end, which is at offset {_position}");
        }

        if (_files.Count == 0)
        {
            throw new InvalidArchiveException(null, "it holds no file");
        }
    }

    private void ReadExactly(Span<byte> buffer)
    {
        if (archive.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false) < buffer.Length)
        {
            throw new InvalidArchiveException(null, $"it is truncated: it ends at offset {archive.Length}");
        }

        _position += buffer.Length;
    }

    private string Relative(string name) => name[root.Length..];

    private static readonly IComparer<ArchivedFile> ByPath =
        Comparer<ArchivedFile>.Create((left, right) => EntryPath.Order.Compare(left.Path, right.Path));
}
