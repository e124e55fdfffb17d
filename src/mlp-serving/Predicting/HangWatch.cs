using System.Diagnostics;
using System.Globalization;
using Mlp.Serving.Telemetry;

namespace Mlp.Serving.Predicting;

/// <summary>Tells whose prediction takes too long, and goes on without calls that do not return.</summary>
/// <remarks>
/// A lane that takes too long is given up: its thread stays where it is, another instance takes its place, and what it kept from running
/// goes on there.
/// </remarks>
internal sealed class HangWatch<TInput, TOutput> : IDisposable
{
    /// <summary>What takes longer keeps its thread from other work that anybody would notice.</summary>
    private static readonly TimeSpan LongCall = TimeSpan.FromMilliseconds(50);

    private readonly Lock _gate;
    private readonly WaitingLine<TInput, TOutput> _line;
    private readonly Lanes<TInput, TOutput> _lanes;
    private readonly DispatchOptions _options;
    private readonly Func<Instance<TInput, TOutput>> _create;
    private readonly Action _wake;
    private readonly Timer _timer;

    /// <param name="gate">The dispatcher's lock.</param>
    /// <param name="wake">Runs what can run now.</param>
    public HangWatch(Lock gate, WaitingLine<TInput, TOutput> line, Lanes<TInput, TOutput> lanes, DispatchOptions options, Func<Instance<TInput, TOutput>> create, Action wake)
    {
        (_gate, _line, _lanes, _options, _create, _wake) = (gate, line, lanes, options, create, wake);
        var period = TimeSpan.FromMilliseconds(double.Clamp(options.Timeout.TotalMilliseconds / 20, 5, 250));
        _timer = new(_ => Look(), null, period, period);
    }

    /// <summary>Is told when all lanes hang, and with null when one has come back.</summary>
    public Action<Refusal?> Hangs { get; set; } = static _ => { };

    /// <summary>A lane that was given up has returned after all: it serves again where one is missing.</summary>
    public void ComeBack(Lane<TInput, TOutput> lane)
    {
        bool serves;
        lock (_gate)
        {
            serves = _lanes.TryComeBack(lane);
        }

        if (serves)
        {
            Hangs(null);
            _wake();
        }
        else if (lane.OwnsInstance)
        {
            Lanes<TInput, TOutput>.DisposeOf(lane.Instance);
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        var (over, sentAway) = (new List<Prediction<TInput, TOutput>>(), new List<Prediction<TInput, TOutput>>());
        var given = new List<(Batch<TInput, TOutput> Batch, int Done)>();
        lock (_gate)
        {
            var now = Stopwatch.GetTimestamp();
            foreach (var lane in _lanes.Working.ToList())
            {
                CollectLate(lane.Running!, now, over);
                if (lane.RunningFor(now) > LongCall)
                {
                    _lanes.NeedThreads();
                }

                if (lane.RunningFor(now) > lane.LimitOf(_options))
                {
                    given.Add((lane.Running!, GiveUp(lane, over)));
                }
            }

            _line.CollectOver(now, over);
            sentAway.AddRange(_lanes.AllHang ? _line.Clear() : []);
        }

        given.ForEach(static each => each.Batch.Tell(each.Done));
        over.ForEach(static prediction => prediction.Drop());
        sentAway.ForEach(static prediction => prediction.TrySetException(DispatchFaults.Hangs(Lanes<TInput, TOutput>.MostGivenUp)));
        given.ForEach(_ => Replace());
        _wake();
    }

    private void CollectLate(Batch<TInput, TOutput> batch, long now, List<Prediction<TInput, TOutput>> over)
    {
        for (var i = batch.Done; i < batch.Count; i++)
        {
            if (batch[i].IsLate(now, _options.Timeout))
            {
                over.Add(batch[i]);
            }
        }
    }

    // Answers how many of its predictions have run. The one that hangs has failed; those beside and behind it are tried by themselves.
    private int GiveUp(Lane<TInput, TOutput> lane, List<Prediction<TInput, TOutput>> over)
    {
        var (batch, done) = (lane.Running!, lane.IsTogether ? 0 : lane.Running!.Done);
        _lanes.GiveUp(lane);
        _line.Leave(batch, done);
        for (var i = done; i < batch.Count; i++)
        {
            if (lane.IsTogether || i > done)
            {
                _line.EnterAlone(batch[i]);
            }
            else
            {
                _line.Leave(batch[i], keepState: false);
                over.Add(batch[i]);
            }
        }

        Log.Error(string.Create(CultureInfo.InvariantCulture, $"a call of the model hangs; {_lanes.GivenUp} of at most {Lanes<TInput, TOutput>.MostGivenUp} instances are given up"));
        return done;
    }

    private void Replace()
    {
        bool isHopeless, mayReplace;
        lock (_gate)
        {
            (isHopeless, mayReplace) = (_lanes.AllHang, _lanes.MayReplace);
        }

        if (mayReplace)
        {
            _ = Task.Run(Create);
        }
        else if (isHopeless)
        {
            Hangs(DispatchFaults.Hangs(Lanes<TInput, TOutput>.MostGivenUp));
        }
    }

#pragma warning disable CA1031 // The model's code may throw anything.
    private void Create()
    {
        try
        {
            var instance = _create();
            bool serves;
            lock (_gate)
            {
                serves = _lanes.TryReplace(instance);
            }

            if (serves)
            {
                _wake();
            }
            else
            {
                Lanes<TInput, TOutput>.DisposeOf(instance);
            }
        }
        catch (Exception e)
        {
            Log.Error("an instance that hangs could not be replaced", e);
            Hangs(e as Refusal ?? DispatchFaults.Hangs(Lanes<TInput, TOutput>.MostGivenUp));
        }
    }
#pragma warning restore CA1031
}
