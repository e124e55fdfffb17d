using Mlp.Server.Hosting;

namespace Mlp.Server.Storage;

/// <summary>Reads what an operator writes for the blobs.</summary>
internal static class BlobAddress
{
    private const string KeyVariables = "MLP_S3_ACCESS_KEY and MLP_S3_SECRET_KEY";

    // A service that is there answers in far less; nobody should wait long to learn that its address is wrong.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>A bucket's store where the text begins with <c>s3://</c>, else a folder's.</summary>
    public static IBlobStore Open(ServerSettings settings) =>
        settings.Blobs is { } text && text.StartsWith("s3://", StringComparison.Ordinal)
            ? OpenBucket(BucketAddress.Parse(text), settings.BucketKeys)
            : new FolderBlobStore(settings.Blobs ?? settings.FileInHome("blobs"));

    /// <summary>Sees that they can be read and written: better no start of a server than one that loses the first publication.</summary>
    public static async Task DemandReady(IBlobStore blobs, TimeProvider clock, Ct ct)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            await blobs.CheckReady(either.Token).WaitAsync(either.Token);
        }
        catch (StorageUnavailableException e)
        {
            throw Unusable(e.Storage, e.Reason);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            throw Unusable(blobs.Description, $"no answer within {Patience.TotalSeconds:0} s");
        }
    }

    // Amazon's own service has keys in more places than variables: its machines' roles, its profiles. The SDK looks there.
    private static S3BlobStore OpenBucket(BucketAddress address, BucketKeys? keys) =>
        keys is null && address.Endpoint is not null
            ? throw new StartupException($"the bucket '{address.Bucket}' at {address.Host} wants keys, and there are none", $"set {KeyVariables}")
            : new S3BlobStore(address, keys);

    private static StartupException Unusable(string storage, string reason) => new(
        $"the blobs ({storage}) cannot be used: {reason}",
        $"check --blobs or MLP_BLOBS, that the folder or bucket is there and can be written to, and for a bucket {KeyVariables}");
}
