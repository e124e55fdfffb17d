namespace Mlp.Server.Hosting;

/// <summary>What an operator decides. Everything has a default but the home.</summary>
public sealed record ServerSettings
{
    /// <summary>Where the registry keeps its files: database, blobs, socket, lock and the first token.</summary>
    public required DirectoryInfo Home { get; init; }

    /// <summary>Where to listen; port 0 takes a free one.</summary>
    public IReadOnlyList<string> Urls { get; init; } = ["http://127.0.0.1:7420"];

    /// <summary>A SQLite file, or a PostgreSQL connection string or URI; null is <c>registry.db</c> in the home.</summary>
    public string? Database { get; init; }

    /// <summary>A folder, or <c>s3://bucket/prefix?endpoint=…</c>; null is <c>blobs</c> in the home.</summary>
    public string? Blobs { get; init; }

    /// <summary>The keys of the bucket.</summary>
    public BucketKeys? BucketKeys { get; init; }

    /// <summary>The folder with the program that serves models: the registry then rolls out to the target <c>local</c>. Null: it does not.</summary>
    public DirectoryInfo? ServingProgram { get; init; }

    /// <summary>The Docker Engine that models are run on: the registry then rolls out to the target <c>docker</c>. Null: it does not.</summary>
    public DockerSettings? Docker { get; init; }

    /// <summary>Stop after this long without a request; null never.</summary>
    public TimeSpan? ExitWhenIdle { get; init; }

    /// <summary>Further names under which the registry may be addressed, and from which browsers may call it.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>Requests per second that one token may make; 0 is any number.</summary>
    public double RateLimit { get; init; } = 5_000;

    /// <summary>The largest blob that is taken.</summary>
    public long MaxBlobBytes { get; init; } = 16L << 30;

    /// <summary>The largest JSON body that is taken: a release of some thousand models fits.</summary>
    public long MaxJsonBytes { get; init; } = 4L << 20;

    /// <summary>How long running requests may take to finish when the registry stops.</summary>
    public TimeSpan StopWithin { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a body may come more slowly than 240 bytes per second.</summary>
    public TimeSpan SlowBodyGrace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How patiently events are delivered to webhooks.</summary>
    public WebhookSettings Webhooks { get; init; } = new();

    internal string FileInHome(string name) => Path.Combine(Home.FullName, name);
}
