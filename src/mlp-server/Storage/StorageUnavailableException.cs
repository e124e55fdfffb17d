namespace Mlp.Server.Storage;

/// <summary>The storage cannot be reached, or refuses; the message names it and the reason, and no secret.</summary>
internal sealed class StorageUnavailableException(string storage, string reason) : Exception($"{storage}: {reason}")
{
    public string Storage { get; } = storage;

    public string Reason { get; } = reason;
}
