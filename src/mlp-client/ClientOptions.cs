namespace Mlp;

/// <summary>What a <see cref="Client"/> is told; whatever is left out comes from the environment, then from the configuration file.</summary>
public sealed class ClientOptions
{
    /// <summary>A profile of the configuration file, or an address: <c>https://…</c>, or <c>unix:</c> and the path of a socket.</summary>
    public string? Registry { get; init; }

    /// <summary>The bearer token.</summary>
    public string? Token { get; init; }

    /// <summary>Whether the address may be plain http to another machine; then everybody on the way can read the token.</summary>
    public bool AllowHttp { get; init; }

    /// <summary>Where downloaded parameters are kept, for all processes of this user.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>Where exported parameters wait until they are uploaded; they need as much space as the parameters, twice.</summary>
    public string? TemporaryFolder { get; init; }

    /// <summary>How long one request may take until it is tried again; transfers get more, by their size.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>How often a request is tried at most, where trying again is safe.</summary>
    public int Attempts { get; init; } = 5;

    /// <summary>The clock that waiting goes by.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
