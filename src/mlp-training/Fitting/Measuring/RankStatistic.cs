namespace Mlp.Training.Fitting;

/// <summary>
/// The area under the ROC curve: the share of all pairs of a positive and a negative row in which the positive one scores higher, ties
/// counting half (Mann and Whitney).
/// </summary>
/// <remarks>
/// It is exact while there are no more scores than <paramref name="mostKept"/>, at four bytes each. Beyond that scores are counted in
/// bins that are a 4096th of their size wide, which takes 8 MB; the area may then be off by half of the pairs that share a bin, and says so.
/// </remarks>
internal sealed class RankStatistic(int mostKept = 1 << 24)
{
    // Of a probability's bits: sign, exponent and the first twelve of the fraction.
    private const int DroppedBits = 11;
    private static readonly int Bins = BinOf(1) + 1;

    private float[] _positives = [];
    private float[] _negatives = [];
    private int _positiveCount;
    private int _negativeCount;
    private long[]? _positiveBins;
    private long[]? _negativeBins;

    public void Add(float score, bool isPositive)
    {
        if (_positiveBins is null && _positiveCount + _negativeCount == mostKept)
        {
            StartBins();
        }

        if (_positiveBins is not null)
        {
            (isPositive ? _positiveBins : _negativeBins!)[BinOf(score)]++;
        }
        else if (isPositive)
        {
            Keep(ref _positives, ref _positiveCount, score);
        }
        else
        {
            Keep(ref _negatives, ref _negativeCount, score);
        }
    }

    /// <summary>The area and how far it may be off; null where there are no pairs.</summary>
    public (double Area, double Error)? Area() => _positiveBins is null ? ExactArea() : BinnedArea();

    private (double Area, double Error)? ExactArea()
    {
        var positives = _positives.AsSpan(0, _positiveCount);
        var negatives = _negatives.AsSpan(0, _negativeCount);
        positives.Sort();
        negatives.Sort();
        var (below, upTo, halves) = (0, 0, 0L);
        foreach (var score in positives)
        {
            while (below < negatives.Length && negatives[below] < score)
            {
                below++;
            }

            upTo = int.Max(upTo, below);
            while (upTo < negatives.Length && negatives[upTo] == score)
            {
                upTo++;
            }

            halves += below + upTo;
        }

        return Share(halves, 0, _positiveCount, _negativeCount);
    }

    private (double Area, double Error)? BinnedArea()
    {
        var (negativesBelow, positives, halves, shared) = (0L, 0L, 0.0, 0.0);
        for (var bin = 0; bin < Bins; bin++)
        {
            var (p, n) = (_positiveBins![bin], _negativeBins![bin]);
            halves += (double)p * ((2 * negativesBelow) + n);
            shared += (double)p * n;
            positives += p;
            negativesBelow += n;
        }

        return Share(halves, shared, positives, negativesBelow);
    }

    private static (double Area, double Error)? Share(double halves, double shared, long positives, long negatives)
    {
        var pairs = 2.0 * positives * negatives;
        return pairs == 0 ? null : (halves / pairs, shared / pairs);
    }

    private void StartBins()
    {
        (_positiveBins, _negativeBins) = (new long[Bins], new long[Bins]);
        foreach (var score in _positives.AsSpan(0, _positiveCount))
        {
            _positiveBins[BinOf(score)]++;
        }

        foreach (var score in _negatives.AsSpan(0, _negativeCount))
        {
            _negativeBins[BinOf(score)]++;
        }

        (_positives, _negatives) = ([], []);
    }

    private static void Keep(ref float[] scores, ref int count, float score)
    {
        if (count == scores.Length)
        {
            Array.Resize(ref scores, int.Max(1024, 2 * count));
        }

        scores[count++] = score;
    }

    // Scores are from 0 to 1, where a float's bits grow with it; a negative zero counts as zero.
    private static int BinOf(float score) => BitConverter.SingleToInt32Bits(MathF.Abs(score)) >> DroppedBits;
}
