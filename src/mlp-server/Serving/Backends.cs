using System.Collections.Concurrent;

namespace Mlp.Server.Serving;

/// <summary>
/// Which running model answers for which pair: of several, on targets of their own, the one that came last. A pair that is known but has none at the
/// moment is waited for.
/// </summary>
internal sealed class Backends(TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<ServedPair, Entry> _entries = new();
    private readonly Lock _oneAtATime = new();

    public int Count => _entries.Count;

    /// <summary>Somebody is about to run this pair: requests for it wait from now on, rather than being refused.</summary>
    public void Expect(ServedPair pair)
    {
        lock (_oneAtATime)
        {
            _entries.GetOrAdd(pair, _ => new()).Expected++;
        }
    }

    /// <summary>Takes back what <see cref="Expect"/> said.</summary>
    public void ExpectNoMore(ServedPair pair)
    {
        lock (_oneAtATime)
        {
            if (_entries.TryGetValue(pair, out var entry) && --entry.Expected == 0)
            {
                _entries.TryRemove(pair, out _);
                entry.Tell();
            }
        }
    }

    /// <summary>Requests go there from now on.</summary>
    public void Switch(ServedPair pair, Backend backend)
    {
        lock (_oneAtATime)
        {
            _entries[pair].Add(backend);
        }
    }

    /// <summary>Requests go there no more; where another serves the pair too, they go there.</summary>
    public void Remove(ServedPair pair, Backend backend)
    {
        lock (_oneAtATime)
        {
            if (_entries.TryGetValue(pair, out var entry))
            {
                entry.Remove(backend);
            }
        }
    }

    /// <summary>The backend that answers for the pair, entered; null where nobody is to answer for it.</summary>
    public async Task<Backend?> Enter(ServedPair pair, Ct ct)
    {
        var began = clock.GetTimestamp();
        while (_entries.TryGetValue(pair, out var entry))
        {
            // Asked for before looking: what changes in between is not missed.
            var change = entry.NextChange;
            if (entry.Current is { } current && current.TryEnter())
            {
                return current;
            }

            await Wait(pair, change, Patience - clock.GetElapsedTime(began), ct);
        }

        return null;
    }

    private async Task Wait(ServedPair pair, Task change, TimeSpan atMost, Ct ct)
    {
        try
        {
            await change.WaitAsync(atMost > TimeSpan.Zero ? atMost : TimeSpan.Zero, clock, ct);
        }
        catch (TimeoutException)
        {
            throw new Refusal(ErrorCode.ServiceNotReady, $"'{pair}' is being started, or fails to", pair.ToString(), "try again in a moment; 'mlp status' says why it does not start") { RetryAfter = TimeSpan.FromSeconds(1) };
        }
    }

    private sealed class Entry
    {
        private volatile TaskCompletionSource _change = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private volatile Backend[] _all = [];

        public int Expected { get; set; }

        public Backend? Current => _all is [.., var last] ? last : null;

        public Task NextChange => _change.Task;

        public void Add(Backend backend)
        {
            _all = [.. _all.Where(each => each != backend), backend];
            Tell();
        }

        public void Remove(Backend backend)
        {
            _all = [.. _all.Where(each => each != backend)];
            Tell();
        }

        /// <summary>Lets those who wait look again.</summary>
        public void Tell()
        {
            Interlocked.Exchange(ref _change, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        }
    }
}
