namespace Mlp.ClientTests.Archive;

public sealed class UnpackingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_packed_is_unpacked()
    {
        _folder.Write("in/weights.bin", "12345");
        _folder.Write("in/layers/" + new string('n', 150), "long");
        _folder.Write("in/empty.bin", "");
        Directory.CreateDirectory(_folder["in/nothing"]);
        var packed = await ParametersArchive.PackAsync(_folder["in"], _folder["p.tar"]);

        await Unpack("p.tar", "deep/out");

        Assert.Equal("12345", await File.ReadAllTextAsync(_folder["deep/out/weights.bin"]));
        Assert.True(Directory.Exists(_folder["deep/out/nothing"]));
        Assert.Equal(packed, await ParametersArchive.MeasureAsync(_folder["deep/out"]));
        Assert.Equal([_folder["deep/out"]], Directory.EnumerateFileSystemEntries(_folder["deep"]));
    }

    [Fact]
    public async Task Gnu_tar_unpacks_the_same()
    {
        _folder.Write("in/weights.bin", "12345");
        _folder.Write("in/layers/" + new string('n', 150), "long");
        var packed = await ParametersArchive.PackAsync(_folder["in"], _folder["p.tar"]);

        await Run.Program(_folder.Path, "tar", "xf", "p.tar");

        Assert.Equal(packed, await ParametersArchive.MeasureAsync(_folder["mlp/parameters"]));
    }

    [Fact]
    public async Task A_folder_that_exists_is_left_alone()
    {
        await ParametersArchive.PackAsync(_folder.Write("weights.bin"), _folder["p.tar"]);
        _folder.Write("mine/precious.txt");

        var refusal = await Assert.ThrowsAsync<MlpException>(() => Unpack("p.tar", "mine"));

        Assert.Equal((ClientErrors.TargetExists, _folder["mine"]), (refusal.Code, refusal.Value));
        Assert.Equal([_folder["mine/precious.txt"]], Directory.EnumerateFileSystemEntries(_folder["mine"]));
    }

    [Fact]
    public async Task A_bad_archive_leaves_nothing_behind()
    {
        await ParametersArchive.PackAsync(_folder.Write("weights.bin"), _folder["p.tar"]);
        await using (var archive = File.OpenWrite(_folder["p.tar"]))
        {
            archive.Seek(-1, SeekOrigin.End);
            archive.WriteByte(1);
        }

        await Assert.ThrowsAsync<InvalidArchiveException>(() => Unpack("p.tar", "new/out"));

        Assert.False(Directory.Exists(_folder["new"]));
    }

    [Fact]
    public async Task Cancelling_leaves_nothing_behind()
    {
        await ParametersArchive.PackAsync(_folder.Write("weights.bin"), _folder["p.tar"]);
        Directory.CreateDirectory(_folder["new"]);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Unpack("p.tar", "new/out", new Ct(canceled: true)));

        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder["new"]));
    }

    [Fact]
    public async Task An_archive_that_shrinks_while_it_is_unpacked_leaves_nothing_behind()
    {
        await ParametersArchive.PackAsync(_folder.Write("weights.bin", new string('w', 5000)), _folder["p.tar"]);
        Directory.CreateDirectory(_folder["new"]);
        await using var archive = new FileStream(_folder["p.tar"], FileMode.Open, FileAccess.ReadWrite);
        var index = new ArchiveReader(archive, ArchiveLimits.Default).Read();
        archive.SetLength(3000);

        var refusal = await Assert.ThrowsAsync<InvalidArchiveException>(() => new ArchiveUnpacking(archive, index).To(_folder["new/out"], default));

        Assert.Equal("weights.bin", refusal.Entry);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder["new"]));
    }

    [Fact]
    public async Task A_symbolic_link_in_place_of_the_folder_is_not_followed()
    {
        await ParametersArchive.PackAsync(_folder.Write("weights.bin"), _folder["p.tar"]);
        File.CreateSymbolicLink(_folder["link"], _folder["dangling"]);

        await Assert.ThrowsAsync<MlpException>(() => Unpack("p.tar", "link"));

        Assert.False(Path.Exists(_folder["dangling"]));
    }

    private async Task Unpack(string archive, string folder, Ct ct = default)
    {
        await using var stream = File.OpenRead(_folder[archive]);
        await ParametersArchive.UnpackAsync(stream, _folder[folder], ct: ct);
    }
}
