using Mlp.Server.Hosting;

namespace Mlp.Cli;

/// <summary>What the environment says of the registry's stores: the same for a server and for one in process.</summary>
internal static class RegistrySettings
{
    public static ServerSettings From(EnvironmentSettings environment)
    {
        var defaults = new ServerSettings { Home = new DirectoryInfo(environment.Home) };
        return defaults with
        {
            Database = environment.Database,
            Blobs = environment.Blobs,
            BucketKeys = environment is { S3AccessKey: { } key, S3SecretKey: { } secret } ? new(key, secret) : null,
            MaxBlobBytes = environment.MaxBlobBytes is { } largest ? Quantity.Bytes(largest, "--max-blob-bytes or MLP_MAX_BLOB_BYTES") : defaults.MaxBlobBytes,
        };
    }
}
