using System.Diagnostics;
using System.Globalization;

namespace Mlp.Serving.Predicting;

/// <summary>The sessions of a model with state. Its users hold the dispatcher's lock.</summary>
internal sealed class Sessions<TInput, TOutput>(int most, TimeSpan idle)
{
    private const int LongestId = 256;
    private readonly Dictionary<string, Session<TInput, TOutput>> _open = new(StringComparer.Ordinal);

    public int Count => _open.Count;

    /// <summary>How many wait for their turn in a session.</summary>
    public int Waiting { get; private set; }

    public IEnumerable<Prediction<TInput, TOutput>> Queued => Waiting == 0 ? [] : _open.Values.SelectMany(session => session.Waiting);

    /// <summary>Whether it is the prediction's turn; if not, its session will hand it out later.</summary>
    /// <exception cref="Refusal">The id is none, or there are too many sessions.</exception>
    public bool Enter(Prediction<TInput, TOutput> prediction)
    {
        var session = prediction.Session = Open(prediction.SessionId!);
        if (session.IsBusy)
        {
            session.Waiting.Enqueue(prediction);
            Waiting++;
            return false;
        }

        return session.IsBusy = true;
    }

    /// <summary>Ends a prediction's turn; answers the session's next one, whose turn it is now.</summary>
    public Prediction<TInput, TOutput>? Leave(Prediction<TInput, TOutput> prediction, bool keepState)
    {
        var session = prediction.Session!;
        session.State = keepState && prediction.State is { } after ? after : session.State;
        session.LastUsed = Stopwatch.GetTimestamp();
        session.IsBusy = session.Waiting.TryDequeue(out var next);
        Waiting -= session.IsBusy ? 1 : 0;
        return next;
    }

    public int ForgetIdle(long now)
    {
        var over = _open.Values.Where(session => !session.IsBusy && Stopwatch.GetElapsedTime(session.LastUsed, now) >= idle).ToList();
        over.ForEach(session => _open.Remove(session.Id));
        return over.Count;
    }

    private Session<TInput, TOutput> Open(string id)
    {
        if (id.Length is 0 or > LongestId || id.Any(char.IsControl))
        {
            throw new Refusal(ErrorCode.SessionUnusable, "the session's id is empty, too long or has control characters", "session", string.Create(CultureInfo.InvariantCulture, $"send 1 to {LongestId} characters"));
        }

        if (_open.TryGetValue(id, out var session))
        {
            return session;
        }

        if (_open.Count >= most && ForgetIdle(Stopwatch.GetTimestamp()) == 0)
        {
            throw new Refusal(
                ErrorCode.TooManySessions, string.Create(CultureInfo.InvariantCulture, $"{most} sessions are open"), "session",
                "try again when others have ended; the operator sets the number with --sessions and --session-idle");
        }

        return _open[id] = new(id) { LastUsed = Stopwatch.GetTimestamp() };
    }
}
