namespace Mlp.Cli;

/// <summary>Every environment variable that the tool reads, and the only place where it does.</summary>
internal sealed record EnvironmentSettings
{
    public required string Home { get; init; }

    public string? Urls { get; init; }

    public string? Database { get; init; }

    public string? Blobs { get; init; }

    public string? ExitWhenIdle { get; init; }

    public string? AllowedHosts { get; init; }

    public string? RateLimit { get; init; }

    public string? MaxBlobBytes { get; init; }

    public string? S3AccessKey { get; init; }

    public string? S3SecretKey { get; init; }

    public static EnvironmentSettings Read() => new()
    {
        Home = Get("MLP_HOME") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify), ".mlp"),
        Urls = Get("MLP_SERVER_URLS"),
        Database = Get("MLP_DATABASE"),
        Blobs = Get("MLP_BLOBS"),
        ExitWhenIdle = Get("MLP_EXIT_WHEN_IDLE"),
        AllowedHosts = Get("MLP_ALLOWED_HOSTS"),
        RateLimit = Get("MLP_RATE_LIMIT"),
        MaxBlobBytes = Get("MLP_MAX_BLOB_BYTES"),
        S3AccessKey = Get("MLP_S3_ACCESS_KEY") ?? Get("AWS_ACCESS_KEY_ID"),
        S3SecretKey = Get("MLP_S3_SECRET_KEY") ?? Get("AWS_SECRET_ACCESS_KEY"),
    };

    private static string? Get(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
