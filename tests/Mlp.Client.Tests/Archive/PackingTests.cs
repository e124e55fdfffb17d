using System.Formats.Tar;

namespace Mlp.ClientTests.Archive;

public sealed class PackingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_same_files_give_the_same_bytes_whatever_their_order_times_and_modes()
    {
        foreach (var name in new[] { "weights.bin", "a/b.json", "a-b.txt", "ä/ö.bin" })
        {
            _folder.Write("one/" + name, name);
        }

        foreach (var name in new[] { "ä/ö.bin", "a-b.txt", "a/b.json", "weights.bin" })
        {
            var file = _folder.Write("two/" + name, name);
            File.SetLastWriteTimeUtc(file, new DateTime(2011, 11, 11, 0, 0, 0, DateTimeKind.Utc));
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        var one = await Pack("one");
        var two = await Pack("two");

        Assert.Equal(await File.ReadAllBytesAsync(one.File), await File.ReadAllBytesAsync(two.File));
        Assert.Equal(one.Packed, two.Packed);
    }

    [Fact]
    public async Task The_bytes_never_change_from_one_version_of_the_library_to_the_next()
    {
        _folder.Write("parameters/weights.bin", "1234");
        _folder.Write("parameters/layers/" + new string('n', 120), "long");

        var (_, packed) = await Pack("parameters");

        Assert.Equal("sha256:bd249c126e432dc7c372e2d7ac950f50dfe2116286e0aa52c2ad6dbd75c40a6a", packed.Digest.Text);
    }

    [Fact]
    public async Task Gnu_tar_writes_the_same_bytes()
    {
        _folder.Write("made/mlp/parameters/weights.bin", new string('w', 1000));
        _folder.Write("made/mlp/parameters/a-b", "");
        _folder.Write("made/mlp/parameters/a/x", "x");
        _folder.Write("made/mlp/parameters/" + new string('n', 84), "fits in one header, with the folder and a NUL");
        _folder.Write("made/mlp/parameters/" + new string('n', 85), "fits in one header, with the folder");
        _folder.Write("made/mlp/parameters/" + new string('n', 86), "does not");
        _folder.Write("made/mlp/parameters/" + string.Join('/', Enumerable.Repeat(new string('d', 200), 4)) + "/deep");
        Directory.CreateDirectory(_folder["made/mlp/parameters/empty"]);
        await File.WriteAllLinesAsync(_folder["list"], Names(_folder["made"]).Order(StringComparer.Ordinal));

        var (file, _) = await Pack("made/mlp/parameters");
        await Run.Program(
            _folder["made"], "tar", "--create", "--file", _folder["gnu.tar"], "--format=gnu", "--blocking-factor=1", "--no-recursion",
            "--mtime=2000-01-01 00:00:00Z", "--owner=0", "--group=0", "--numeric-owner", "--mode=u=rwX,go=rX", "--files-from", _folder["list"]);

        Assert.Equal(await File.ReadAllBytesAsync(_folder["gnu.tar"]), await File.ReadAllBytesAsync(file));
    }

    [Fact]
    public async Task Gnu_tar_lists_it_with_fixed_owner_mode_and_time()
    {
        _folder.Write("parameters/weights.bin", "12345");

        var (file, _) = await Pack("parameters");

        Assert.Equal(
            """
            drwxr-xr-x 0/0               0 2000-01-01 00:00 mlp/
            drwxr-xr-x 0/0               0 2000-01-01 00:00 mlp/parameters/
            -rw-r--r-- 0/0               5 2000-01-01 00:00 mlp/parameters/weights.bin

            """,
            await Run.Program(_folder.Path, "tar", "tvf", file));
    }

    [Fact]
    public async Task The_framework_reads_it_too()
    {
        var path = "d/" + new string('x', 150);
        _folder.Write("parameters/" + path, "12345");

        var (file, _) = await Pack("parameters");

        await using var reader = new TarReader(File.OpenRead(file));
        var entries = new List<TarEntry>();
        while (await reader.GetNextEntryAsync(copyData: true) is { } entry)
        {
            entries.Add(entry);
        }

        Assert.Equal(["mlp/", "mlp/parameters/", "mlp/parameters/d/", "mlp/parameters/" + path], entries.Select(entry => entry.Name));
        Assert.All(entries, entry => Assert.IsType<GnuTarEntry>(entry));
        Assert.Equal("12345", await new StreamReader(entries[3].DataStream!).ReadToEndAsync());
    }

    [Fact]
    public async Task A_single_file_is_packed_under_its_own_name()
    {
        var file = _folder.Write("elsewhere/weights.bin", "12345");

        var packed = await ParametersArchive.PackAsync(file, _folder["one.tar"]);

        await using var archive = File.OpenRead(_folder["one.tar"]);
        var index = Assert.Single(ParametersArchive.ReadIndex(archive));
        Assert.Equal(("weights.bin", 5L, 1), (index.Path, index.Length, packed.Files));
    }

    [Fact]
    public async Task Measuring_gives_the_digest_without_writing()
    {
        _folder.Write("parameters/a/weights.bin", "12345");

        var (file, packed) = await Pack("parameters");

        Assert.Equal(packed, await ParametersArchive.MeasureAsync(_folder["parameters"]));
        Assert.Equal(packed.Digest, Digest.Of(await File.ReadAllBytesAsync(file)));
        Assert.Equal(packed.Size, new FileInfo(file).Length);
    }

    [Fact]
    public async Task Packing_never_overwrites_a_file()
    {
        _folder.Write("parameters/weights.bin");
        _folder.Write("taken.tar", "mine");

        await Assert.ThrowsAsync<IOException>(() => ParametersArchive.PackAsync(_folder["parameters"], _folder["taken.tar"]));

        Assert.Equal("mine", await File.ReadAllTextAsync(_folder["taken.tar"]));
    }

    [Fact]
    public async Task A_folder_without_files_is_refused()
    {
        Directory.CreateDirectory(_folder["parameters/empty"]);

        Assert.Contains("holds no file", (await Refusal("parameters")).Message, StringComparison.Ordinal);
        Assert.Contains("neither a folder nor a file", (await Refusal("nowhere")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".wh.weights", "container image")]
    [InlineData("a\\b", "other systems")]
    [InlineData("c:", "other systems")]
    [InlineData("line\nbreak", "control character")]
    public async Task Names_that_mean_something_else_elsewhere_are_refused(string name, string reason)
    {
        _folder.Write("parameters/fine.bin");
        _folder.Write("parameters/deeper/" + name);

        var refusal = await Refusal("parameters");

        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        Assert.EndsWith(name, refusal.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_is_not_utf8_is_refused()
    {
        _folder.Write("parameters/fine.bin");
        await Run.Program(_folder["parameters"], "bash", "-c", "printf x > $'caf\\xe9.bin'");

        Assert.Contains("not valid UTF-8", (await Refusal("parameters")).Message, StringComparison.Ordinal);
        await Run.Program(_folder.Path, "rm", "-r", "parameters");
    }

    [Fact]
    public async Task Links_are_refused_even_when_they_stay_inside()
    {
        _folder.Write("parameters/weights.bin");
        File.CreateSymbolicLink(_folder["parameters/link.bin"], "weights.bin");

        var refusal = await Refusal("parameters");

        Assert.Equal((ClientErrors.CannotPack, _folder["parameters/link.bin"]), (refusal.Code, refusal.Value));
        File.Delete(_folder["parameters/link.bin"]);
        Directory.CreateSymbolicLink(_folder["parameters/up"], "..");
        Assert.Contains("symbolic link", (await Refusal("parameters")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pipe_is_refused_without_waiting_for_a_writer()
    {
        _folder.Write("parameters/weights.bin");
        await Run.Program(_folder["parameters"], "mkfifo", "pipe");

        Assert.Contains("a pipe", (await Refusal("parameters").WaitAsync(TimeSpan.FromSeconds(30))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_many_files_and_too_many_bytes_are_refused()
    {
        _folder.Write("parameters/a", "12345");
        _folder.Write("parameters/b", "12345");

        Assert.Contains("more than 3 entries", (await Refusal("parameters", new(MaxEntries: 3))).Message, StringComparison.Ordinal);
        Assert.Contains("more than 9 bytes", (await Refusal("parameters", new(MaxTotalBytes: 9))).Message, StringComparison.Ordinal);
        await ParametersArchive.MeasureAsync(_folder["parameters"], new(MaxEntries: 4, MaxTotalBytes: 10));
    }

    [Fact]
    public async Task A_file_that_is_gone_when_it_is_read_is_an_error_and_leaves_no_archive()
    {
        var plan = ArchivePlan.For(_folder.Write("weights.bin", "12345"), ArchiveLimits.Default);
        _folder.Write("weights.bin", "1234567");
        using var writer = new ArchiveWriter(Stream.Null);

        var grown = await Assert.ThrowsAsync<MlpException>(() => writer.Write(plan.Entries, default));
        _folder.Write("weights.bin", "1");
        var shrunk = await Assert.ThrowsAsync<MlpException>(() => writer.Write(plan.Entries, default));

        Assert.Contains("changed while it was read", grown.Message, StringComparison.Ordinal);
        Assert.Contains("changed while it was read", shrunk.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_packing_leaves_no_archive()
    {
        _folder.Write("parameters/weights.bin");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => ParametersArchive.PackAsync(_folder["parameters"], _folder["cancelled.tar"], ct: new Ct(canceled: true)));

        Assert.False(File.Exists(_folder["cancelled.tar"]));
    }

    private async Task<(string File, PackedArchive Packed)> Pack(string folder)
    {
        var file = _folder[$"{Guid.NewGuid():N}.tar"];
        return (file, await ParametersArchive.PackAsync(_folder[folder], file));
    }

    private async Task<MlpException> Refusal(string folder, ArchiveLimits? limits = null)
    {
        var refusal = await Assert.ThrowsAsync<MlpException>(() => ParametersArchive.PackAsync(_folder[folder], _folder["refused.tar"], limits));
        Assert.False(File.Exists(_folder["refused.tar"]));
        Assert.NotNull(refusal.Remedy);
        return refusal;
    }

    private static IEnumerable<string> Names(string root) =>
        Directory.EnumerateFileSystemEntries(root, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(root, path) + (Directory.Exists(path) ? "/" : ""));
}
