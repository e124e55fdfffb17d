namespace Mlp.Server.Events;

/// <summary>What became of one try: a status, or the reason why there is none.</summary>
internal sealed record Attempt(int? StatusCode, string? Error)
{
    public bool Succeeded => StatusCode is >= 200 and < 300;

    /// <summary>Nobody answered, so that other events would fare no better now.</summary>
    public bool NobodyAnswered => StatusCode is null;
}
