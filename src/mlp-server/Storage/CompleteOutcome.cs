namespace Mlp.Server.Storage;

/// <summary>What an upload turned out to be.</summary>
internal abstract record CompleteOutcome
{
    private CompleteOutcome()
    {
    }

    /// <summary>The bytes are those that were promised; dispose of the file after saving it.</summary>
    internal sealed record Completed(StagedFile File) : CompleteOutcome;

    /// <summary>The bytes are others, and were dropped.</summary>
    internal sealed record DigestMismatch(Digest Actual) : CompleteOutcome;

    /// <summary>Someone else is writing this upload now.</summary>
    internal sealed record Busy : CompleteOutcome;

    internal sealed record Unknown : CompleteOutcome;
}
