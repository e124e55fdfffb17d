namespace Mlp.Server.Hosting;

/// <summary>When somebody last asked for something.</summary>
internal sealed class Activity(TimeProvider clock)
{
    private long _last = clock.GetTimestamp();

    public TimeSpan Idle => clock.GetElapsedTime(Interlocked.Read(ref _last));

    /// <summary>Nobody asked for so long that the registry stops.</summary>
    public bool IsOver { get; private set; }

    public void End() => IsOver = true;

    public void Happened() => Interlocked.Exchange(ref _last, clock.GetTimestamp());
}
