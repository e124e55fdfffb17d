namespace Mlp.Server.Access;

/// <summary>What came from one address: guesses that were wrong, one of which is forgotten each second, and those under way.</summary>
internal sealed class Guesses(TimeProvider clock)
{
    private const int Most = 20;
    private static readonly TimeSpan OneForgottenEvery = TimeSpan.FromSeconds(1);
    private TaskCompletionSource _outcome = NewOutcome();
    private double _wrong;
    private long _countedAt;
    private int _underWay;

    /// <summary>When one that is under way has ended; null where none is.</summary>
    public Task? NextOutcome => _underWay == 0 ? null : _outcome.Task;

    /// <summary>How long until there is room for one more.</summary>
    public TimeSpan UntilNext => OneForgottenEvery * Math.Max(0, _wrong + 1 - Most);

    public bool TryEnter(long now)
    {
        Forget(now);
        if (_wrong + _underWay + 1 > Most)
        {
            return false;
        }

        _underWay++;
        return true;
    }

    public void Leave(bool wasWrong, long now)
    {
        Forget(now);
        _underWay--;
        _wrong += wasWrong ? 1 : 0;
        _outcome.SetResult();
        _outcome = NewOutcome();
    }

    /// <summary>Nothing is under way and nothing is held against the address.</summary>
    public bool AreForgotten(long now)
    {
        Forget(now);
        return _underWay == 0 && _wrong <= 0;
    }

    private void Forget(long now)
    {
        _wrong = Math.Max(0, _wrong - (clock.GetElapsedTime(_countedAt, now) / OneForgottenEvery));
        _countedAt = now;
    }

    // Those who wait go on by themselves, not within the lock of the one who tells them.
    private static TaskCompletionSource NewOutcome() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
