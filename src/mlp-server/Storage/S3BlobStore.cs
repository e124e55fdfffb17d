using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using Mlp.Server.Hosting;

namespace Mlp.Server.Storage;

/// <summary>Blobs as objects of a bucket, <c>sha256/ab/abcdef…</c> below a prefix.</summary>
internal sealed class S3BlobStore : IBlobStore, IDisposable
{
    private readonly BucketAddress _address;
    private readonly AmazonS3Client _client;
    private readonly S3Calls _calls;
    private readonly S3Upload _upload;

    public S3BlobStore(BucketAddress address, BucketKeys? keys)
    {
        _address = address;
        _client = S3Client.Create(address, keys);
        _calls = new(Description);
        _upload = new(_client, address.Bucket);
    }

    public string Kind => "s3";

    public string Description => $"{Kind} {_address.Bucket}@{_address.Host}";

    public async Task<long?> Length(Digest digest, Ct ct) =>
        (await _calls.Find(() => _client.GetObjectMetadataAsync(_address.Bucket, _address.KeyOf(digest), ct)))?.ContentLength;

    public async Task<Stream?> Open(Digest digest, long offset, long? count, Ct ct)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(count ?? 0);
        if (count == 0)
        {
            return await Length(digest, ct) is null ? null : Stream.Null;
        }

        return await _calls.Find(() => Get(digest, RangeOf(offset, count), ct));
    }

    public async Task<SaveOutcome> Save(Digest digest, StagedFile file, Ct ct)
    {
        if (await Length(digest, ct) == file.Length)
        {
            file.Consume();
            return SaveOutcome.AlreadyPresent;
        }

        await _calls.Run(() => _upload.Send(_address.KeyOf(digest), file, ct));
        var stored = await Length(digest, ct);
        if (stored != file.Length)
        {
            throw new StorageUnavailableException(Description, $"holds {stored?.ToString() ?? "nothing"} where {file.Length} bytes were stored as {digest}");
        }

        file.Consume();
        return SaveOutcome.Saved;
    }

    public Task CheckReady(Ct ct) => _calls.Run(() => _client.PutObjectAsync(
        new() { BucketName = _address.Bucket, Key = _address.Prefix + "ready", ContentBody = "", UseChunkEncoding = false }, ct));

    public void Dispose() => _client.Dispose();

    private static ByteRange? RangeOf(long offset, long? count) =>
        (offset, count) switch
        {
            (0, null) => null,
            (_, null) => new($"bytes={offset}-"),
            _ => new($"bytes={offset}-{offset + count - 1}"),
        };

    private async Task<Stream> Get(Digest digest, ByteRange? range, Ct ct)
    {
        try
        {
            var answer = await _client.GetObjectAsync(new() { BucketName = _address.Bucket, Key = _address.KeyOf(digest), ByteRange = range }, ct);
            return answer.ResponseStream;
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            return Stream.Null;
        }
    }
}
