using Amazon.S3.Model;
using Mlp.Server.Hosting;
using Mlp.Server.Storage;
using Mlp.Testing.Services;

namespace Mlp.Server.Tests.Storage;

public sealed class S3BlobStoreTests(RealServices services) : BlobStoreContract
{
    private S3BlobStore? _store;
    private BucketAddress? _address;

    [Fact]
    public async Task Blobs_lie_below_the_prefix()
    {
        var content = Content(10);
        await Save(await Store(), content);
        var hex = Digest.Of(content).Hex;
        Assert.Equal([$"some/where/sha256/{hex[..2]}/{hex}"], await Keys());
    }

    [Fact]
    public async Task A_cancelled_upload_in_parts_is_aborted()
    {
        var store = await Store();
        var content = Content(128 << 20);
        var staged = await Stage(content);
        using var soon = new CancellationTokenSource();
        var saving = store.Save(Digest.Of(content), staged, soon.Token);
        while (!saving.IsCompleted && await CountUnfinished() == 0)
        {
            await Task.Delay(5);
        }

        await soon.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => saving);
        staged.Dispose();
        Assert.Equal(0, await CountUnfinished());
        Assert.Equal(0, await CountBlobs());
    }

    [Fact]
    public async Task Wrong_keys_are_refused_without_being_told()
    {
        await Store();
        using var store = new S3BlobStore(_address!, new BucketKeys("test:tester", "not-the-secret"));
        var refused = await Assert.ThrowsAsync<StorageUnavailableException>(() => store.CheckReady(Ct.None));
        Assert.Contains(_address!.Bucket, refused.Message, StringComparison.Ordinal);
        Assert.Contains(_address.Host, refused.Message, StringComparison.Ordinal);
        Assert.Contains("SignatureDoesNotMatch", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("tester", refused.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("not-the-secret", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_bucket_is_a_fault_of_the_storage()
    {
        var swift = await services.Swift;
        using var store = new S3BlobStore(new(swift.Endpoint, "nobucket", "", swift.Region), new(swift.AccessKey, swift.SecretKey));
        await Assert.ThrowsAsync<StorageUnavailableException>(() => store.CheckReady(Ct.None));
        await Assert.ThrowsAsync<StorageUnavailableException>(() => store.Open(Digest.Of(Content(1)), 0, null, Ct.None));
        await Assert.ThrowsAsync<StorageUnavailableException>(() => Save(store, Content(1)));
    }

    [Fact]
    public async Task A_service_that_does_not_answer_is_named()
    {
        using var free = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        free.Start();
        var endpoint = new Uri($"http://{free.LocalEndpoint}");
        free.Stop();
        using var store = new S3BlobStore(new(endpoint, "models", "", "us-east-1"), new("someone", "some-secret"));
        Task[] calls = [store.CheckReady(Ct.None), store.Length(Digest.Of([1]), Ct.None), Save(store, [1])];
        foreach (var call in calls)
        {
            var refused = await Assert.ThrowsAsync<StorageUnavailableException>(() => call);
            Assert.Contains($"s3 models@{endpoint.Authority}", refused.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("some", refused.ToString(), StringComparison.Ordinal);
        }
    }

    internal override async Task<IBlobStore> Store()
    {
        var swift = await services.Swift;
        _address ??= new(swift.Endpoint, await swift.CreateBucket(), "some/where/", swift.Region);
        return _store ??= new S3BlobStore(_address, new(swift.AccessKey, swift.SecretKey));
    }

    internal override async Task<int> CountBlobs() => (await Keys()).Count(k => k.Contains("sha256", StringComparison.Ordinal));

    protected override void Dispose(bool disposing)
    {
        _store?.Dispose();
        base.Dispose(disposing);
    }

    private async Task<List<string>> Keys()
    {
        using var client = await Client();
        var listed = await client.ListObjectsAsync(new ListObjectsRequest { BucketName = _address!.Bucket });
        return [.. (listed.S3Objects ?? []).Select(o => o.Key)];
    }

    private async Task<int> CountUnfinished()
    {
        using var client = await Client();
        var listed = await client.ListMultipartUploadsAsync(new ListMultipartUploadsRequest { BucketName = _address!.Bucket });
        return (listed.MultipartUploads ?? []).Count;
    }

    private async Task<Amazon.S3.AmazonS3Client> Client()
    {
        var swift = await services.Swift;
        return S3Client.Create(_address!, new(swift.AccessKey, swift.SecretKey));
    }
}
