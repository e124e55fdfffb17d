namespace Mlp.Server.Hosting;

/// <summary>What a bucket asks for. It has no text form, so that it ends up in no log.</summary>
public sealed class BucketKeys(string accessKey, string secretKey)
{
    /// <summary>Names the key.</summary>
    public string AccessKey { get; } = accessKey;

    /// <summary>The secret.</summary>
    public string SecretKey { get; } = secretKey;
}
