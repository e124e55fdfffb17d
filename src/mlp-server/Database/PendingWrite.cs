namespace Mlp.Server.Database;

/// <summary>A change that waits for its turn, and whoever waits for it.</summary>
internal abstract class PendingWrite
{
    /// <summary>False where nobody waits for it any more.</summary>
    public abstract bool IsWanted { get; }

    /// <summary>May run again, on a state in which it never ran.</summary>
    public abstract Task Run(Session session);

    /// <summary>The change was refused or failed, by itself; the others of its group go on.</summary>
    public abstract void Failed(Exception reason);

    /// <summary>The group is committed: tell the outcome.</summary>
    public abstract void Committed();

    /// <summary>The group was not committed: nothing of it happened.</summary>
    public abstract void Lost(Exception reason);
}

internal sealed class PendingWrite<T>(Func<Session, Task<T>> change, string actor, Ct ct) : PendingWrite
{
    private readonly TaskCompletionSource<T> _waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;
    private Exception? _failure;

    public Task<T> Task => _waiting.Task;

    public override bool IsWanted => !ct.IsCancellationRequested || !_waiting.TrySetCanceled(ct);

    public override async Task Run(Session session)
    {
        session.Actor = actor;
        _failure = null;
        _result = await change(session);
    }

    public override void Failed(Exception reason) => _failure = reason;

    public override void Committed()
    {
        if (_failure is null)
        {
            _waiting.TrySetResult(_result!);
        }
        else
        {
            _waiting.TrySetException(_failure);
        }
    }

    public override void Lost(Exception reason) => _waiting.TrySetException(reason);
}
