using System.Globalization;

namespace Mlp.Cli.Output;

/// <summary>Tells what is being done and for how long already, where a terminal watches; what is said meanwhile stands above it. What is over in a second is not told.</summary>
internal sealed class WorkStory : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly Lock _lock = new();
    private readonly TextWriter _story;
    private readonly LivingLine _line;
    private readonly Func<string> _what;
    private readonly TimeProvider _clock;
    private readonly long _began;
    private readonly ITimer? _timer;
    private bool _isOver;

    public WorkStory(TextWriter story, bool isWatched, Func<string> what, TimeProvider clock)
    {
        (_story, _line, _what, _clock, _began) = (story, new(story), what, clock, clock.GetTimestamp());
        _timer = isWatched ? clock.CreateTimer(_ => Tell(), state: null, Second, Second) : null;
    }

    /// <summary>Passes on a line of who does the work.</summary>
    public void Line(string text)
    {
        lock (_lock)
        {
            _line.Wipe(); // It comes back with the next second.
            _story.WriteLine(text);
        }
    }

    public void Dispose()
    {
        _timer?.Dispose();
        lock (_lock)
        {
            _isOver = true; // The timer may be on its way still.
            _line.Wipe();
        }
    }

    private void Tell()
    {
        lock (_lock)
        {
            if (!_isOver)
            {
                _line.Draw(string.Create(CultureInfo.InvariantCulture, $"{_what()}, {_clock.GetElapsedTime(_began).TotalSeconds:0} s"));
            }
        }
    }
}
