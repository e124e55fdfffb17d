namespace Mlp.Oci;

/// <summary>How registries are spoken to.</summary>
public sealed record RegistryOptions
{
    /// <summary>Whom we are, by registry.</summary>
    public RegistryCredentials Credentials { get; init; } = RegistryCredentials.None;

    /// <summary>Hosts (with port) that are spoken to without encryption. Loopback always is; no other host unless named here.</summary>
    public IReadOnlyList<string> PlainHttp { get; init; } = [];

    /// <summary>How many blobs travel at once.</summary>
    public int ParallelTransfers { get; init; } = 6;

    /// <summary>Blobs up to this size are sent in one piece, larger ones in pieces of it.</summary>
    public long ChunkSize { get; init; } = 64 << 20;

    /// <summary>How often something is tried that does not get on.</summary>
    public int Attempts { get; init; } = 6;

    /// <summary>The wait after the first failure; it doubles, up to ten seconds.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long nothing may move before a connection counts as lost.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>What we call ourselves.</summary>
    public string UserAgent { get; init; } = "mlp";

    /// <summary>Waits, and tells when tokens expire.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
