using System.Globalization;

namespace Mlp.Cli.Output;

/// <summary>Tells how far a transfer is: as a bar where a terminal watches, else as a line now and then. What is over in a second is not told.</summary>
internal sealed class TransferStory : IProgress<TransferProgress>, IDisposable
{
    private const int BarWidth = 24;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenBars = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(10);
    private readonly Lock _lock = new();
    private readonly TextWriter _story;
    private readonly bool _isWatched;
    private readonly LivingLine _bar;
    private readonly ITimer _timer;
    private TransferProgress? _latest;

    public TransferStory(TextWriter story, bool isWatched, TimeProvider clock)
    {
        (_story, _isWatched, _bar) = (story, isWatched, new(story));
        _timer = clock.CreateTimer(_ => Tell(), state: null, Patience, isWatched ? BetweenBars : BetweenLines);
    }

    public void Report(TransferProgress value)
    {
        lock (_lock)
        {
            _latest = value;
        }
    }

    /// <summary>Takes the bar away.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        lock (_lock)
        {
            _latest = null; // The timer may be on its way still.
            _bar.Wipe();
        }
    }

    private void Tell()
    {
        lock (_lock)
        {
            if (_latest is null)
            {
                return;
            }

            if (_isWatched)
            {
                _bar.Draw(Bar(_latest));
            }
            else
            {
                _story.WriteLine(Line(_latest));
            }
        }
    }

    private static string Bar(TransferProgress progress)
    {
        var filled = (int)(BarWidth * Fraction(progress));
        return HasAmount(progress)
            ? $"{Stage(progress)} {Percent(progress),4} [{new string('#', filled)}{new string('-', BarWidth - filled)}] {Amount(progress)}"
            : Stage(progress);
    }

    private static string Line(TransferProgress progress) =>
        HasAmount(progress) ? $"{Stage(progress)} {Percent(progress)} ({Amount(progress)})" : Stage(progress);

    private static bool HasAmount(TransferProgress progress) =>
        progress is { Stage: TransferStage.Uploading or TransferStage.Downloading, Total: > 0 };

    private static string Stage(TransferProgress progress) => progress.Stage switch
    {
        TransferStage.Exporting => "exporting",
        TransferStage.Packing => "packing",
        TransferStage.Uploading => "uploading",
        TransferStage.Downloading => "downloading",
        _ => "registering",
    };

    private static string Percent(TransferProgress progress) => ((int)(100 * Fraction(progress))).ToString(CultureInfo.InvariantCulture) + "%";

    private static string Amount(TransferProgress progress) => $"{Written.Size(progress.Bytes)} of {Written.Size(progress.Total)}";

    private static double Fraction(TransferProgress progress) => progress.Total == 0 ? 0 : Math.Clamp((double)progress.Bytes / progress.Total, 0, 1);
}
