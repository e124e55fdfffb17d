using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Mlp.Server.Hosting;

namespace Mlp.Server.Storage;

/// <summary>Makes the client of an S3 service such that others than Amazon's understand it too.</summary>
internal static class S3Client
{
    private const int Retries = 3;

    public static AmazonS3Client Create(BucketAddress address, BucketKeys? keys)
    {
        var settings = new AmazonS3Config
        {
            ForcePathStyle = true,
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            RetryMode = RequestRetryMode.Standard,
            MaxErrorRetry = Retries,
            ConnectTimeout = TimeSpan.FromSeconds(10),
        };
        if (address.Endpoint is null)
        {
            settings.RegionEndpoint = RegionEndpoint.GetBySystemName(address.Region);
        }
        else
        {
            settings.ServiceURL = address.Endpoint.AbsoluteUri;
            settings.AuthenticationRegion = address.Region;
        }

        // Without keys, the SDK looks where Amazon's machines keep them.
        return keys is null ? new(settings) : new(new BasicAWSCredentials(keys.AccessKey, keys.SecretKey), settings);
    }
}
