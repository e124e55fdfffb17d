using System.Collections.Concurrent;

namespace Mlp.ClientTests;

/// <summary>A clock whose waits take a hundredth of what is asked for, and that remembers them.</summary>
internal sealed class HurriedClock : TimeProvider
{
    private readonly ConcurrentQueue<TimeSpan> _waits = new();

    public IReadOnlyList<TimeSpan> Waits => [.. _waits];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime > TimeSpan.Zero)
        {
            _waits.Enqueue(dueTime);
            dueTime /= 100;
        }

        return base.CreateTimer(callback, state, dueTime, period);
    }
}
