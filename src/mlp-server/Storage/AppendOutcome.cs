namespace Mlp.Server.Storage;

/// <summary>What became of a part of an upload.</summary>
internal abstract record AppendOutcome
{
    private AppendOutcome()
    {
    }

    /// <summary>The part is there; the next one begins at this offset.</summary>
    internal sealed record Appended(long Offset) : AppendOutcome;

    /// <summary>Nothing was taken: the upload is at another offset.</summary>
    internal sealed record WrongOffset(long Offset) : AppendOutcome;

    /// <summary>The upload grew past the limit; what can never be completed was dropped.</summary>
    internal sealed record TooLarge(long Limit) : AppendOutcome;

    /// <summary>Someone else is writing this upload now.</summary>
    internal sealed record Busy : AppendOutcome;

    internal sealed record Unknown : AppendOutcome;
}
