using Mlp.Server.Hosting;

namespace Mlp.Server.Storage;

/// <summary>Reads what an operator writes for the blobs.</summary>
internal static class BlobAddress
{
    /// <summary>A bucket's store where the text begins with <c>s3://</c>, else a folder's.</summary>
    public static IBlobStore Open(ServerSettings settings) =>
        settings.Blobs is { } text && text.StartsWith("s3://", StringComparison.Ordinal)
            ? new S3BlobStore(BucketAddress.Parse(text), settings.BucketKeys)
            : new FolderBlobStore(settings.Blobs ?? settings.FileInHome("blobs"));
}
