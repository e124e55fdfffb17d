using Mlp.Server.Storage;

namespace Mlp.Server.Tests.Storage;

/// <summary>What every blob store must do.</summary>
public abstract class BlobStoreContract : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly UploadStaging _staging;

    protected BlobStoreContract() => _staging = new UploadStaging(_folder.PathOf("uploads"));

    /// <summary>The store's folder, for stores that have one.</summary>
    protected string Folder => _folder.PathOf("blobs");

    internal abstract Task<IBlobStore> Store();

    /// <summary>How many blobs someone who looks past the store can see.</summary>
    internal abstract Task<int> CountBlobs();

    [Fact]
    public async Task What_was_saved_is_read_back()
    {
        var store = await Store();
        var content = Content(100_000);
        Assert.Equal(SaveOutcome.Saved, await Save(store, content));
        Assert.Equal(content, await Read(store, Digest.Of(content)));
        Assert.Equal(content.Length, await store.Length(Digest.Of(content), Ct.None));
    }

    [Fact]
    public async Task A_missing_blob_is_null()
    {
        var store = await Store();
        var digest = Digest.Of(Content(10));
        Assert.Null(await store.Length(digest, Ct.None));
        Assert.Null(await store.Open(digest, 0, null, Ct.None));
        Assert.Null(await store.Open(digest, 5, 2, Ct.None));
        Assert.Null(await store.Open(digest, 0, 0, Ct.None));
    }

    [Fact]
    public async Task An_empty_blob_is_there_and_empty()
    {
        var store = await Store();
        Assert.Equal(SaveOutcome.Saved, await Save(store, []));
        Assert.Equal(0, await store.Length(Digest.Of([]), Ct.None));
        Assert.Empty((await Read(store, Digest.Of([])))!);
        Assert.Empty((await Read(store, Digest.Of([]), 0, 10))!);
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(0, 1)]
    [InlineData(500, 250)]
    [InlineData(999, 1)]
    [InlineData(0, 1_000)]
    [InlineData(990, 10)]
    public async Task A_range_is_read_alone(int offset, int count)
    {
        var (store, content) = await Saved(1_000);
        Assert.Equal(content[offset..(offset + count)], await Read(store, Digest.Of(content), offset, count));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(999)]
    public async Task Without_a_count_a_range_goes_to_the_end(int offset)
    {
        var (store, content) = await Saved(1_000);
        Assert.Equal(content[offset..], await Read(store, Digest.Of(content), offset));
    }

    [Theory]
    [InlineData(990, 50)]
    [InlineData(0, 5_000)]
    [InlineData(999, int.MaxValue)]
    public async Task A_range_past_the_end_is_cut_there(int offset, int count)
    {
        var (store, content) = await Saved(1_000);
        Assert.Equal(content[offset..], await Read(store, Digest.Of(content), offset, count));
    }

    [Theory]
    [InlineData(1_000, null)]
    [InlineData(1_000, 1)]
    [InlineData(70_000, 10)]
    [InlineData(500, 0)]
    [InlineData(0, 0)]
    public async Task A_range_of_nothing_is_empty(int offset, int? count)
    {
        var (store, content) = await Saved(1_000);
        Assert.Empty((await Read(store, Digest.Of(content), offset, count))!);
    }

    [Fact]
    public async Task A_negative_range_is_refused()
    {
        var (store, content) = await Saved(10);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => store.Open(Digest.Of(content), -1, null, Ct.None));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => store.Open(Digest.Of(content), 0, -1, Ct.None));
    }

    [Fact]
    public async Task Saving_the_same_blob_twice_keeps_one_copy()
    {
        var store = await Store();
        var content = Content(5_000);
        Assert.Equal(SaveOutcome.Saved, await Save(store, content));
        Assert.Equal(SaveOutcome.AlreadyPresent, await Save(store, content));
        Assert.Equal(content, await Read(store, Digest.Of(content)));
        Assert.Equal(1, await CountBlobs());
    }

    [Fact]
    public async Task Sixteen_savers_of_one_blob_at_once_keep_one_copy()
    {
        var store = await Store();
        var content = Content(200_000);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => Save(store, content))));
        Assert.Contains(SaveOutcome.Saved, outcomes);
        Assert.Equal(content, await Read(store, Digest.Of(content)));
        Assert.Equal(1, await CountBlobs());
        Assert.Equal(SaveOutcome.AlreadyPresent, await Save(store, content));
    }

    [Fact]
    public async Task Many_blobs_saved_at_once_are_all_there()
    {
        var store = await Store();
        var contents = Enumerable.Range(0, 24).Select(i => Content(1_000 + i)).ToList();
        await Parallel.ForEachAsync(contents, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (content, _) => await Save(store, content));
        foreach (var content in contents)
        {
            Assert.Equal(content, await Read(store, Digest.Of(content)));
        }

        Assert.Equal(contents.Count, await CountBlobs());
    }

    [Fact]
    public async Task A_blob_of_forty_megabytes_is_read_back_whole_and_in_ranges()
    {
        var store = await Store();
        var content = Content(40 << 20);
        Assert.Equal(SaveOutcome.Saved, await Save(store, content));
        var digest = Digest.Of(content);
        Assert.Equal(content.Length, await store.Length(digest, Ct.None));
        Assert.Equal(digest, Digest.Of(await Read(store, digest)));
        const int Seam = 16 << 20;
        Assert.Equal(content[(Seam - 10)..(Seam + 10)], await Read(store, digest, Seam - 10, 20));
        Assert.Equal(content[^1..], await Read(store, digest, content.Length - 1));
        Assert.Equal(SaveOutcome.AlreadyPresent, await Save(store, content));
        Assert.Equal(1, await CountBlobs());
    }

    [Fact]
    public async Task Several_readers_of_one_blob_do_not_disturb_each_other()
    {
        var (store, content) = await Saved(300_000);
        var reads = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Read(store, Digest.Of(content), i * 1_000)));
        Assert.All(reads.Index(), read => Assert.Equal(content[(read.Index * 1_000)..], read.Item));
    }

    [Fact]
    public async Task A_cancelled_save_leaves_nothing_to_be_seen()
    {
        var store = await Store();
        var content = Content(20 << 20);
        using var staged = await Stage(content);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.Save(Digest.Of(content), staged, cancelled.Token));
        Assert.Null(await store.Length(Digest.Of(content), Ct.None));
        Assert.Equal(0, await CountBlobs());
    }

    [Fact]
    public async Task A_save_that_is_cancelled_on_the_way_can_be_repeated()
    {
        var store = await Store();
        var content = Content(40 << 20);
        var digest = Digest.Of(content);
        var id = await Upload(content);
        foreach (var wait in new[] { 0, 10, 50, 150, 300 })
        {
            using var soon = new CancellationTokenSource(wait);
            await SaveUnlessCancelled(store, id, digest, soon.Token);
            var length = await store.Length(digest, Ct.None);
            Assert.True(length is null || length == content.Length, $"{length} bytes are visible");
        }

        await SaveUnlessCancelled(store, id, digest, Ct.None);
        Assert.Equal(digest, Digest.Of(await Read(store, digest)));
    }

    [Fact]
    public async Task A_saved_upload_is_gone_from_the_staging_folder()
    {
        var store = await Store();
        await Save(store, Content(1_000));
        await Save(store, Content(1_000));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.PathOf("uploads")));
    }

    [Fact]
    public async Task A_store_that_works_is_ready()
    {
        var store = await Store();
        await store.CheckReady(Ct.None);
        await store.CheckReady(Ct.None);
        Assert.Equal(0, await CountBlobs());
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => _folder.Dispose();

    private protected static byte[] Content(int length)
    {
        var content = new byte[length];
        Random.Shared.NextBytes(content);
        return content;
    }

    private protected async Task<StagedFile> Stage(byte[] content)
    {
        var outcome = await _staging.Receive(Digest.Of(content), new MemoryStream(content), null, Ct.None);
        return Assert.IsType<ReceiveOutcome.Received>(outcome).File;
    }

    private protected async Task<SaveOutcome> Save(IBlobStore store, byte[] content)
    {
        using var staged = await Stage(content);
        return await store.Save(Digest.Of(content), staged, Ct.None);
    }

    private protected static async Task<byte[]?> Read(IBlobStore store, Digest digest, long offset = 0, long? count = null)
    {
        await using var stream = await store.Open(digest, offset, count, Ct.None);
        if (stream is null)
        {
            return null;
        }

        using var content = new MemoryStream();
        await stream.CopyToAsync(content);
        return content.ToArray();
    }

    private async Task<(IBlobStore Store, byte[] Content)> Saved(int length)
    {
        var (store, content) = (await Store(), Content(length));
        await Save(store, content);
        return (store, content);
    }

    private async Task<UploadId> Upload(byte[] content)
    {
        var id = _staging.Begin();
        var appended = await _staging.Append(id, 0, new MemoryStream(content), null, Ct.None);
        Assert.Equal(new AppendOutcome.Appended(content.Length), appended);
        return id;
    }

    private async Task SaveUnlessCancelled(IBlobStore store, UploadId id, Digest digest, Ct ct)
    {
        if (await _staging.Complete(id, digest, Ct.None) is not CompleteOutcome.Completed completed)
        {
            Assert.NotNull(await store.Length(digest, Ct.None));
            return;
        }

        using var file = completed.File;
        try
        {
            await store.Save(digest, file, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
        }
    }
}
