using Mlp.Wire;

namespace Mlp;

/// <summary>How a model is kept current. What is called here should be brief: it holds up the next look, though never a prediction.</summary>
public sealed record WatchOptions
{
    /// <summary>How long to wait between two looks; it varies by a fifth, so that many processes do not ask at once.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Is told that predictions now use this version.</summary>
    public Action<ParametersVersionInfo>? Swapped { get; init; }

    /// <summary>Is told that a version failed to load. It is skipped; the one before stays in use until another one comes.</summary>
    public Action<ParametersVersionInfo, MlpException>? LoadFailed { get; init; }

    /// <summary>
    /// Is told of every other failure: the registry cannot be reached, the cache cannot be written, an old model failed to dispose of itself,
    /// one of the other calls threw. The next look comes as usual.
    /// </summary>
    public Action<Exception>? Failed { get; init; }
}
