namespace Mlp.Training.Fitting;

/// <summary>The mean squared error, and the share of variance explained.</summary>
internal sealed class RegressionMeasure : Measure
{
    private double _squaredErrors;
    private double _labelMean;
    private double _labelSquares;
    private long _count;

    protected override void Add(ReadOnlySpan<float> scores, ReadOnlySpan<float> labels, string model)
    {
        if (scores.Length != labels.Length)
        {
            throw new TrainingInputException(
                $"the model {model}", $"it answers a row with {scores.Length / labels.Length} numbers", "for regression it has to answer with one");
        }

        for (var i = 0; i < labels.Length; i++)
        {
            var error = (double)scores[i] - labels[i];
            _squaredErrors += error * error;

            // Welford: exact also for labels far from zero.
            var shift = labels[i] - _labelMean;
            _labelMean += shift / ++_count;
            _labelSquares += shift * (labels[i] - _labelMean);
        }
    }

    protected override FitMetrics Total() => new()
    {
        Rows = Rows,
        Loss = _squaredErrors / Rows,
        RSquared = _labelSquares > 0 ? 1 - (_squaredErrors / _labelSquares) : null,
    };
}
