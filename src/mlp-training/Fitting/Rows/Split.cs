namespace Mlp.Training.Fitting;

/// <summary>
/// Which rows of a chunk are held back. It follows from the seed, the chunk's number and the rows' alone, so that it is the same in every
/// epoch and after an interruption.
/// </summary>
internal sealed class Split(StreamingFitOptions options)
{
    private const int MostClasses = 1 << 16;

    private RowUse[] _uses = [];
    private ulong[] _keys = [];
    private int[] _ends = [];

    /// <summary>What each row is for; valid until the next call.</summary>
    public ReadOnlySpan<RowUse> Of(Chunk chunk)
    {
        if (_uses.Length < chunk.Rows)
        {
            (_uses, _keys) = (new RowUse[chunk.Rows], new ulong[chunk.Rows]);
        }

        var labels = chunk.Labels.Span;
        var classes = CountClasses(chunk.Index, labels);
        SortIntoClasses(chunk.Index, labels);
        _uses.AsSpan(0, chunk.Rows).Clear(); // All for fitting, until some are held back.
        for (var (c, start) = (0, 0); c < classes; start = _ends[c], c++)
        {
            HoldBack(chunk.Index, c, _keys.AsSpan(start, _ends[c] - start));
        }

        return _uses.AsSpan(0, chunk.Rows);
    }

    // Fills _ends with where each class begins; sorting moves each to where it ends.
    private int CountClasses(int chunk, ReadOnlySpan<float> labels)
    {
        var classes = 1;
        _ends.AsSpan().Clear();
        for (var row = 0; row < labels.Length; row++)
        {
            var c = ClassOf(chunk, row, labels[row]);
            if (c >= _ends.Length)
            {
                Array.Resize(ref _ends, int.Max(c + 1, 2 * _ends.Length));
            }

            _ends[c]++;
            classes = int.Max(classes, c + 1);
        }

        var start = 0;
        for (var c = 0; c < int.Min(classes, _ends.Length); c++)
        {
            (_ends[c], start) = (start, start + _ends[c]);
        }

        return int.Min(classes, _ends.Length);
    }

    private void SortIntoClasses(int chunk, ReadOnlySpan<float> labels)
    {
        for (var row = 0; row < labels.Length; row++)
        {
            var key = (Mixed.Of(options.Seed, chunk, row) & ~(ulong)uint.MaxValue) | (uint)row;
            _keys[_ends[ClassOf(chunk, row, labels[row])]++] = key;
        }
    }

    // A share of few rows is rounded up or down by lot, so that over many chunks it comes out right for a rare class too.
    private void HoldBack(int chunk, int c, Span<ulong> keys)
    {
        keys.Sort();
        var heldBack = (int)((keys.Length * options.Split) + Mixed.Fraction(~options.Seed, chunk, c));
        var validation = (int)((heldBack / 2.0) + Mixed.Fraction(~options.Seed, ~chunk, c));
        for (var i = 0; i < int.Min(heldBack, keys.Length); i++)
        {
            _uses[(uint)keys[i]] = i < validation ? RowUse.Validation : RowUse.Test;
        }
    }

    private int ClassOf(int chunk, int row, float label) => options.Task switch
    {
        FitTask.Regression when float.IsFinite(label) => 0,
        FitTask.Regression => throw new TrainingInputException(
            $"chunk {chunk}, row {row}", FormattableString.Invariant($"its label is {label}"), "labels have to be finite numbers"),
        _ when label >= 0 && label < MostClasses && float.IsInteger(label) => (int)label,
        _ => throw new TrainingInputException(
            $"chunk {chunk}, row {row}", FormattableString.Invariant($"its label is {label}"),
            "number classes 0, 1, 2 and so on, or choose regression for labels that are values"),
    };
}
