using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Mlp.Server.Storage;

/// <summary>Sends a file to a bucket: whole where it is small, else in parts, some at a time. Each piece carries its MD5, so the service refuses damaged ones.</summary>
internal sealed class S3Upload(AmazonS3Client client, string bucket)
{
    private const long PartSize = 16L << 20;

    // Services allow from 1,000 parts (Swift) to 10,000 (Amazon); larger files have larger parts.
    private const int MostParts = 1_000;
    private const int PartsAtOnce = 4;
    private static readonly TimeSpan AbortWithin = TimeSpan.FromSeconds(30);

    public async Task<bool> Send(string key, StagedFile file, Ct ct)
    {
        if (file.Length <= PartSize)
        {
            await SendWhole(key, file, ct);
        }
        else
        {
            await SendInParts(key, file, ct);
        }

        return true;
    }

    private async Task SendWhole(string key, StagedFile file, Ct ct)
    {
        await using var content = new FileSlice(file.Handle, 0, file.Length);
        await client.PutObjectAsync(
            new()
            {
                BucketName = bucket,
                Key = key,
                InputStream = content,
                MD5Digest = await Md5(content, ct),
                UseChunkEncoding = false,
                AutoCloseStream = false,
            },
            ct);
    }

    private async Task SendInParts(string key, StagedFile file, Ct ct)
    {
        var upload = await client.InitiateMultipartUploadAsync(new InitiateMultipartUploadRequest { BucketName = bucket, Key = key }, ct);
        var parts = await SendParts(upload, file, ct);

        // Neither cancelled nor followed by an abort: it may be carried out all the same, and would then lack the parts thrown away.
        await client.CompleteMultipartUploadAsync(
            new() { BucketName = bucket, Key = key, UploadId = upload.UploadId, PartETags = [.. parts] }, Ct.None);
    }

    private async Task<PartETag[]> SendParts(InitiateMultipartUploadResponse upload, StagedFile file, Ct ct)
    {
        try
        {
            var size = Math.Max(PartSize, (file.Length + MostParts - 1) / MostParts);
            var parts = new PartETag[(file.Length + size - 1) / size];
            var options = new ParallelOptions { MaxDegreeOfParallelism = PartsAtOnce, CancellationToken = ct };
            await Parallel.ForEachAsync(Enumerable.Range(0, parts.Length), options, async (index, inner) =>
            {
                await using var content = new FileSlice(file.Handle, index * size, Math.Min(size, file.Length - (index * size)));
                parts[index] = await SendPart(upload, index + 1, content, inner);
            });
            return parts;
        }
        catch
        {
            await Abort(upload);
            throw;
        }
    }

    private async Task<PartETag> SendPart(InitiateMultipartUploadResponse upload, int number, FileSlice content, Ct ct)
    {
        var answer = await client.UploadPartAsync(
            new()
            {
                BucketName = bucket,
                Key = upload.Key,
                UploadId = upload.UploadId,
                PartNumber = number,
                PartSize = content.Length,
                InputStream = content,
                MD5Digest = await Md5(content, ct),
                UseChunkEncoding = false,
            },
            ct);
        return new(number, answer.ETag);
    }

    private async Task Abort(InitiateMultipartUploadResponse upload)
    {
        using var patience = new CancellationTokenSource(AbortWithin);
        try
        {
            await client.AbortMultipartUploadAsync(new() { BucketName = bucket, Key = upload.Key, UploadId = upload.UploadId }, patience.Token);
        }
        catch (Exception e) when (e is AmazonServiceException or AmazonClientException or HttpRequestException or OperationCanceledException)
        {
            // The first failure is the one to report. What remains is invisible, and a bucket's own rules remove it.
        }
    }

    [SuppressMessage("Security", "CA5351", Justification = "Content-MD5 guards against damage on the way; the content's identity is its sha256.")]
    private static async Task<string> Md5(FileSlice content, Ct ct)
    {
        var hash = await MD5.HashDataAsync(content, ct);
        content.Position = 0;
        return Convert.ToBase64String(hash);
    }
}
