namespace Mlp.Server.Storage;

/// <summary>What a body that came in one piece turned out to be.</summary>
internal abstract record ReceiveOutcome
{
    private ReceiveOutcome()
    {
    }

    /// <summary>The bytes are those that were promised; dispose of the file after saving it.</summary>
    internal sealed record Received(StagedFile File) : ReceiveOutcome;

    /// <summary>The bytes are others, and were dropped.</summary>
    internal sealed record DigestMismatch(Digest Actual) : ReceiveOutcome;

    /// <summary>The body is longer than the limit; it was dropped.</summary>
    internal sealed record TooLarge(long Limit) : ReceiveOutcome;
}
