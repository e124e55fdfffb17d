namespace Mlp.Serving.Options;

/// <summary>What the process was told; docs/serving.md lists the options.</summary>
internal sealed record ServingOptions
{
    public string Model { get; init; } = "/mlp/model";

    public string Parameters { get; init; } = "/mlp/parameters";

    /// <summary>Which of the bundle's models; needed only where it has several.</summary>
    public string? Name { get; init; }

    public string? ModelVersion { get; init; }

    public string? ParametersName { get; init; }

    public string? ParametersVersion { get; init; }

    public IReadOnlyList<ListenAddress> Addresses { get; init; } = [ListenAddress.Default];

    /// <summary>A Unix socket in place of the addresses.</summary>
    public string? Socket { get; init; }

    public string? Token { get; init; }

    /// <summary>How many predictions, or batches, run at the same time; null: as many as there are processors where the model is
    /// thread-safe, else one.</summary>
    public int? Instances { get; init; }

    public int MaxBatch { get; init; } = 64;

    public TimeSpan MaxBatchDelay { get; init; } = TimeSpan.Zero;

    public int Queue { get; init; } = 1024;

    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    public long MaxBody { get; init; } = 16 << 20;

    public int Sessions { get; init; } = 10_000;

    public TimeSpan SessionIdle { get; init; } = TimeSpan.FromMinutes(10);

    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether numbers may be NaN or infinite.</summary>
    public bool AllowNaN { get; init; }

    /// <summary>Whether a change of the folders loads the model anew.</summary>
    public bool Watch { get; init; }

    /// <summary>Whether the process ends, as when it is asked to, when its standard input does: whoever started it holds the other end.</summary>
    public bool UntilInputEnds { get; init; }

    /// <summary>Whether each line of standard input says what is to be served from then on; its end ends the process.</summary>
    public bool FollowInput { get; init; }

    /// <summary>Whether the model may be another one later.</summary>
    public bool MayChange => Watch || FollowInput;

    /// <summary>Whether traces go to the endpoint that OpenTelemetry's own variables name.</summary>
    public bool Traces { get; init; }
}
