using Mlp.Server.Storage;

namespace Mlp.Server.Tests.Storage;

public sealed class FolderBlobStoreTests : BlobStoreContract
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode ReadOnly = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private FolderBlobStore? _store;

    [Fact]
    public async Task A_blob_is_a_read_only_file_named_by_its_digest_in_private_folders()
    {
        var content = Content(100);
        await Save(await Store(), content);
        var hex = Digest.Of(content).Hex;
        var file = Path.Combine(Folder, "sha256", hex[..2], hex);
        Assert.Equal(content, await File.ReadAllBytesAsync(file));
        Assert.Equal(ReadOnly, File.GetUnixFileMode(file));
        Assert.All([Folder, Path.GetDirectoryName(file)!], folder => Assert.Equal(OwnerOnly, File.GetUnixFileMode(folder)));
    }

    [Fact]
    public async Task A_blob_can_be_read_while_its_saver_still_holds_it()
    {
        var store = await Store();
        var content = Content(1_000);
        using var staged = await Stage(content);
        await store.Save(Digest.Of(content), staged, Ct.None);
        Assert.Equal(content, await Read(store, Digest.Of(content)));
    }

    [Fact]
    public async Task Blobs_on_another_file_system_than_the_uploads_arrive_whole()
    {
        var other = Directory.CreateDirectory($"/dev/shm/mlp-test-{Guid.NewGuid():N}").FullName;
        try
        {
            using var store = new FolderBlobStore(other);
            var content = Content(3 << 20);
            Assert.Equal(SaveOutcome.Saved, await Save(store, content));
            Assert.Equal(content, await Read(store, Digest.Of(content)));
            Assert.Equal([Path.Combine(other, "sha256")], Directory.EnumerateFileSystemEntries(other));
        }
        finally
        {
            Directory.Delete(other, recursive: true);
        }
    }

    [Fact]
    public async Task A_folder_that_vanished_is_not_ready()
    {
        var store = await Store();
        Directory.Delete(Folder, recursive: true);
        var refused = await Assert.ThrowsAsync<StorageUnavailableException>(() => store.CheckReady(Ct.None));
        Assert.Contains(Folder, refused.Message, StringComparison.Ordinal);
    }

    internal override Task<IBlobStore> Store() => Task.FromResult<IBlobStore>(_store ??= new FolderBlobStore(Folder));

    internal override Task<int> CountBlobs() => Task.FromResult(Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Count());

    protected override void Dispose(bool disposing)
    {
        _store?.Dispose();
        base.Dispose(disposing);
    }
}
