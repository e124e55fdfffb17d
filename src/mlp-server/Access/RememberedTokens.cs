using System.Collections.Concurrent;

namespace Mlp.Server.Access;

/// <summary>
/// What the record has just said of tokens, for routes that are asked thousands of times per second. A token that is revoked here is forgotten before the
/// revocation is answered; one that another server revokes is accepted for another second at most.
/// </summary>
internal sealed class RememberedTokens(TimeProvider clock)
{
    private const int Most = 10_000;
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<string, Remembered> _byHash = new(StringComparer.Ordinal);
    private int _revocations;

    /// <summary>Has to be asked for before the record is: what was read before a revocation is not remembered after it.</summary>
    public int Revocations => Volatile.Read(ref _revocations);

    public TokenRow? Find(string hash) =>
        _byHash.TryGetValue(hash, out var known) && known.Revocations == Revocations && clock.GetElapsedTime(known.At) < Moment && !(known.Row.ExpiresAt <= clock.GetUtcNow().ToUnixTimeMilliseconds())
            ? known.Row
            : null;

    public void Keep(string hash, TokenRow row, int revocations)
    {
        if (_byHash.Count >= Most)
        {
            _byHash.Clear();
        }

        _byHash[hash] = new(row, clock.GetTimestamp(), revocations);
    }

    /// <summary>A token was revoked.</summary>
    public void Forget() => Interlocked.Increment(ref _revocations);

    private sealed record Remembered(TokenRow Row, long At, int Revocations);
}
