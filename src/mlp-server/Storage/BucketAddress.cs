using Microsoft.AspNetCore.WebUtilities;

namespace Mlp.Server.Storage;

/// <summary>A bucket and where it is; without an endpoint, Amazon's in that region.</summary>
internal sealed record BucketAddress(Uri? Endpoint, string Bucket, string Prefix, string Region)
{
    private const string Remedy = "write s3://bucket/prefix?endpoint=https://host:port&region=name; only the bucket must be there";
    private const string DefaultRegion = "us-east-1";

    public string Host => Endpoint?.Authority ?? $"s3.{Region}.amazonaws.com";

    /// <summary>Reads <c>s3://bucket/prefix?endpoint=…&amp;region=…</c>.</summary>
    public static BucketAddress Parse(string text)
    {
        // What is not understood is not repeated either: someone may have written a key into it.
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri is not { Scheme: "s3", Host.Length: > 0, UserInfo: "", IsDefaultPort: true })
        {
            throw new StartupException("the bucket's address is not understood", Remedy);
        }

        var options = QueryHelpers.ParseQuery(uri.Query);
        if (options.Keys.FirstOrDefault(k => k is not ("endpoint" or "region")) is { } unknown)
        {
            throw new StartupException($"the bucket's address has an unknown option '{unknown}'", Remedy);
        }

        var region = options.TryGetValue("region", out var regions) ? regions.ToString() : DefaultRegion;
        return new(options.TryGetValue("endpoint", out var endpoint) ? ParseEndpoint(endpoint.ToString()) : null, uri.Host, PrefixOf(uri), region);
    }

    public string KeyOf(Digest digest) => $"{Prefix}sha256/{digest.Hex[..2]}/{digest.Hex}";

    private static Uri ParseEndpoint(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri is { Scheme: "http" or "https", UserInfo: "", Query: "", AbsolutePath: "/" }
            ? uri
            : throw new StartupException("the endpoint in the bucket's address is not understood", Remedy);

    private static string PrefixOf(Uri uri)
    {
        var path = Uri.UnescapeDataString(uri.AbsolutePath).Trim('/');
        return path.Length == 0 ? "" : path + "/";
    }
}
