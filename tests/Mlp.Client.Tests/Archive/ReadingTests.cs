using System.Diagnostics;
using System.Formats.Tar;
using System.Text;

namespace Mlp.ClientTests.Archive;

public sealed class ReadingTests : IDisposable
{
    private static readonly ArchiveEntry[] Parents = [new("mlp/"), new("mlp/parameters/")];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_index_says_where_each_file_lies()
    {
        var archive = await Packed(("b/weights.bin", "12345"), ("a.json", "{}"), ("empty", ""));

        var index = ParametersArchive.ReadIndex(new MemoryStream(archive));

        Assert.Equal(["a.json", "b/weights.bin", "empty"], index.Select(file => file.Path));
        Assert.Equal(["{}", "12345", ""], index.Select(file => Encoding.UTF8.GetString(archive, (int)file.Offset, (int)file.Length)));
    }

    [Fact]
    public async Task Every_changed_byte_outside_of_the_contents_is_refused()
    {
        var archive = await Packed(("a.json", "{}"), ("d/" + new string('n', 120), new string('x', 600)));
        var contents = ParametersArchive.ReadIndex(new MemoryStream(archive));
        bool IsContent(int i) => contents.Any(file => i >= file.Offset && i < file.Offset + file.Length);
        for (var i = 0; i < archive.Length; i++)
        {
            // What a header cuts off from a long name stands in no other place: another letter there is another name.
            if (IsContent(i) || i is >= 3072 + 100 and < 3072 + 15 + 2 + 120)
            {
                continue;
            }

            foreach (var flip in new byte[] { 0x01, 0x80 })
            {
                archive[i] ^= flip;
                Refused(archive, $"byte {i} changed");
                archive[i] ^= flip;
            }
        }
    }

    [Fact]
    public async Task Every_truncation_is_refused()
    {
        var archive = await Packed(("a.json", "{}"), ("d/" + new string('n', 120), new string('x', 600)));

        for (var length = 0; length < archive.Length; length++)
        {
            Refused(archive[..length], $"cut at {length}");
        }
    }

    [Fact]
    public async Task Bytes_behind_the_end_are_refused()
    {
        var archive = await Packed(("a.json", "{}"));

        Assert.Contains("behind its end", Refused([.. archive, 0]).Reason, StringComparison.Ordinal);
        Assert.Contains("behind its end", Refused([.. archive, .. new byte[512]]).Reason, StringComparison.Ordinal);
        Assert.Contains("behind its end", Refused([.. archive, .. archive]).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mlp/parameters/../../etc/passwd", "'..'")]
    [InlineData("mlp/parameters/a/../b", "'..'")]
    [InlineData("mlp/parameters/./b", "'.'")]
    [InlineData("mlp/parameters//b", "empty part")]
    [InlineData("/mlp/parameters/b", "absolute")]
    [InlineData("/etc/passwd", "absolute")]
    [InlineData("mlp/parameters/b\\c", "other systems")]
    [InlineData("mlp/parameters/.wh..wh..opq", "container image")]
    [InlineData("mlp/parameters/\u0007", "control character")]
    [InlineData("mlp/parameters", "not under")]
    [InlineData("mlp/parameters.txt", "not under")]
    [InlineData("mlp/model/app.dll", "not under")]
    [InlineData("zzz", "not under")]
    [InlineData("mlp/parameters/no/parent", "no entry before it")]
    public void Paths_that_lead_elsewhere_are_refused(string name, string reason)
    {
        var refusal = Refused(Written([.. Parents, new(name, "source")]));

        Assert.Equal(name, refusal.Entry);
        Assert.Contains(reason, refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_twice_is_refused() =>
        Assert.Contains("twice", Refused(Written([.. Parents, new("mlp/parameters/a", "x"), new("mlp/parameters/a", "x")])).Reason, StringComparison.Ordinal);

    [Fact]
    public void A_file_and_a_folder_of_one_name_are_refused()
    {
        var archive = Written([.. Parents, new("mlp/parameters/a", "x"), new("mlp/parameters/a-b", "x"), new("mlp/parameters/a/")]);

        Assert.Contains("a file has the same name", Refused(archive).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_order_is_refused() =>
        Assert.Contains("not sorted", Refused(Written([.. Parents, new("mlp/parameters/b", "x"), new("mlp/parameters/a", "x")])).Reason, StringComparison.Ordinal);

    [Fact]
    public void An_archive_without_files_is_refused()
    {
        Assert.Contains("no file", Refused(Written(Parents)).Reason, StringComparison.Ordinal);
        Assert.Contains("no file", Refused(new byte[1024]).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TarEntryType.SymbolicLink, "link")]
    [InlineData(TarEntryType.HardLink, "link")]
    [InlineData(TarEntryType.BlockDevice, "device")]
    [InlineData(TarEntryType.CharacterDevice, "device")]
    [InlineData(TarEntryType.Fifo, "pipe")]
    public async Task Links_devices_and_pipes_are_refused(TarEntryType type, string reason)
    {
        var entry = new GnuTarEntry(type, "mlp/parameters/evil");
        if (reason == "link")
        {
            entry.LinkName = "/etc/passwd";
        }

        var refusal = Refused(await WrittenByFramework(entry));

        Assert.Equal("mlp/parameters/evil", refusal.Entry);
        Assert.Contains(reason, refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pax_and_other_formats_are_refused()
    {
        Assert.Contains("pax", Refused(await WrittenByFramework(new PaxTarEntry(TarEntryType.RegularFile, "mlp/parameters/a"))).Reason, StringComparison.Ordinal);
        Assert.Contains("its format", Refused(await WrittenByFramework(Ustar(new UstarTarEntry(TarEntryType.Directory, "mlp/")))).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mode")]
    [InlineData("owner")]
    [InlineData("group")]
    [InlineData("modification time")]
    public async Task Other_owners_modes_and_times_are_refused(string field)
    {
        var entry = new GnuTarEntry(TarEntryType.Directory, "mlp/")
        {
            Mode = (UnixFileMode)(field == "mode" ? 0b100_111_101_101 : 0b111_101_101),
            Uid = field == "owner" ? 1000 : 0,
            Gid = field == "group" ? 1000 : 0,
            ModificationTime = field == "modification time" ? DateTimeOffset.UnixEpoch : new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero),
            AccessTime = default,
            ChangeTime = default,
        };

        Assert.Contains($"its {field} is", Refused(await WrittenByFramework(entry)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_many_entries_and_too_many_bytes_are_refused()
    {
        var archive = await Packed(("a", "12345"), ("b", "12345"));

        Assert.Contains("more than 3 entries", Refused(archive, limits: new(MaxEntries: 3)).Reason, StringComparison.Ordinal);
        Assert.Contains("more than 9 bytes", Refused(archive, limits: new(MaxTotalBytes: 9)).Reason, StringComparison.Ordinal);
        Assert.Equal(2, ParametersArchive.ReadIndex(new MemoryStream(archive), new(MaxEntries: 4, MaxTotalBytes: 10)).Count);
    }

    [Theory]
    [InlineData("80-00-00-00-7F-FF-FF-FF-FF-FF-FF-FF")]
    [InlineData("80-00-00-00-80-00-00-00-00-00-00-00")]
    [InlineData("FF-FF-FF-FF-FF-FF-FF-FF-FF-FF-FF-FF")]
    [InlineData("80-00-00-01-00-00-00-00-00-00-00-00")]
    [InlineData("80-00-00-00-00-00-00-00-00-00-00-00")]
    [InlineData("37-37-37-37-37-37-37-37-37-37-37-00")]
    [InlineData("20-20-20-20-20-20-20-20-20-20-30-00")]
    [InlineData("2D-30-30-30-30-30-30-30-30-30-31-00")]
    public void Sizes_that_cannot_be_are_refused(string size)
    {
        var header = TarHeader.For("mlp/parameters/a"u8, TarHeader.RegularFile, 0);

        Refused([.. Written(Parents).AsSpan(0, 1024), .. WithSize(header, Convert.FromHexString(size.Replace("-", ""))), .. new byte[1024]], size);
    }

    [Fact]
    public void A_huge_long_name_is_refused_before_it_is_read()
    {
        var longName = WithSize(TarHeader.For(new byte[200], TarHeader.RegularFile, 0)[..512], "77777777777"u8);

        Assert.Contains("has a size of 8589934591", Refused([.. Written(Parents).AsSpan(0, 1024), .. longName]).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Four_gibibytes_are_indexed_without_being_read()
    {
        const long Size = 4L << 30;
        var path = _folder["large.tar"];
        await using (var file = File.Create(path))
        {
            await file.WriteAsync(Written([.. Parents]).AsMemory(0, 1024));
            await file.WriteAsync(TarHeader.For("mlp/parameters/weights.bin"u8, TarHeader.RegularFile, Size));
            file.SetLength(1024 + 512 + Size + 1024);
        }

        await using var archive = new CountingStream(path);
        var clock = Stopwatch.StartNew();
        var index = Assert.Single(ParametersArchive.ReadIndex(archive));

        Assert.Equal(new("weights.bin", 1536, Size), index);
        Assert.InRange(archive.BytesRead, 512, 10_000);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Files_beyond_the_octal_size_are_written_as_gnu_tar_reads_them()
    {
        const long Size = 9L << 30;
        await using (var file = File.Create(_folder["huge.tar"]))
        {
            await file.WriteAsync(Written([.. Parents]).AsMemory(0, 1024));
            await file.WriteAsync(TarHeader.For("mlp/parameters/w"u8, TarHeader.RegularFile, Size));
            file.SetLength(1024 + 512 + Size + 1024);
        }

        await using var archive = File.OpenRead(_folder["huge.tar"]);

        Assert.Equal(Size, Assert.Single(ParametersArchive.ReadIndex(archive)).Length);
        Assert.Contains("9663676416 2000-01-01 00:00 mlp/parameters/w", await Run.Program(_folder.Path, "tar", "tvf", "huge.tar"), StringComparison.Ordinal);
    }

    private static InvalidArchiveException Refused(byte[] archive, string what = "", ArchiveLimits? limits = null)
    {
        try
        {
            ParametersArchive.ReadIndex(new MemoryStream(archive), limits);
        }
        catch (InvalidArchiveException e)
        {
            Assert.Equal((ClientErrors.InvalidArchive, e.Entry), (e.Code, e.Value));
            return e;
        }

        throw new InvalidOperationException($"accepted: {what}");
    }

    private async Task<byte[]> Packed(params (string Path, string Content)[] files)
    {
        var name = Guid.NewGuid().ToString("N");
        foreach (var (path, content) in files)
        {
            _folder.Write($"{name}/{path}", content);
        }

        await ParametersArchive.PackAsync(_folder[name], _folder[name + ".tar"]);
        return await File.ReadAllBytesAsync(_folder[name + ".tar"]);
    }

    private static byte[] WithSize(byte[] header, ReadOnlySpan<byte> size)
    {
        size.CopyTo(header.AsSpan(124));
        var sum = header.Where((_, i) => i is < 148 or >= 156).Sum(b => b) + (8 * ' ');
        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0')).CopyTo(header, 148);
        return header;
    }

    private static byte[] Written(params IEnumerable<ArchiveEntry> entries) =>
        [.. entries.SelectMany(entry => TarHeader.For(EntryPath.Utf8.GetBytes(entry.Name), entry.Type, 0)), .. new byte[1024]];

    private static async Task<byte[]> WrittenByFramework(TarEntry entry)
    {
        var rest = new MemoryStream();
        await using (var writer = new TarWriter(rest, entry.Format, leaveOpen: true))
        {
            await writer.WriteEntryAsync(entry);
        }

        return entry.Name == "mlp/" ? rest.ToArray() : [.. Written(Parents).AsSpan(0, 1024), .. rest.ToArray()];
    }

    private static UstarTarEntry Ustar(UstarTarEntry entry)
    {
        entry.ModificationTime = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
        return entry;
    }

    private sealed class CountingStream(string path) : FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0)
    {
        public long BytesRead { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            var read = base.Read(buffer);
            BytesRead += read;
            return read;
        }
    }
}
