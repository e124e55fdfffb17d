using System.Net;
using Amazon.Runtime;
using Amazon.S3;

namespace Mlp.Server.Storage;

/// <summary>Makes calls to an S3 service and tells its failures apart, without anything that it says of keys or signatures.</summary>
internal sealed class S3Calls(string storage)
{
    /// <summary>Answers null where the service says that the object is not there.</summary>
    public async Task<T?> Find<T>(Func<Task<T>> call)
        where T : class
    {
        try
        {
            return await Run(call, passNotFound: true);
        }
        catch (AmazonS3Exception e) when (IsNotFound(e))
        {
            return null;
        }
    }

    public Task<T> Run<T>(Func<Task<T>> call) => Run(call, passNotFound: false);

    // A bucket that is missing is a fault of the storage, not a missing object; HEAD answers have no code and cannot tell.
    private static bool IsNotFound(AmazonS3Exception e) => e.StatusCode == HttpStatusCode.NotFound && e.ErrorCode != "NoSuchBucket";

    private async Task<T> Run<T>(Func<Task<T>> call, bool passNotFound)
    {
        try
        {
            return await call();
        }
        catch (AmazonServiceException e) when (!(passNotFound && e is AmazonS3Exception s3 && IsNotFound(s3)))
        {
            // Its message may quote what was signed; the code says enough.
            throw new StorageUnavailableException(storage, e.StatusCode == 0 ? Innermost(e) : $"refused with {(int)e.StatusCode} {e.ErrorCode}");
        }
        catch (Exception e) when (e is AmazonClientException or HttpRequestException or IOException or OperationCanceledException { InnerException: TimeoutException })
        {
            throw new StorageUnavailableException(storage, Innermost(e));
        }
    }

    private static string Innermost(Exception e) => e.GetBaseException().Message;
}
