namespace Mlp.Training.Fitting;

/// <summary>Adds up how well a model does, rows by rows.</summary>
internal abstract class Measure
{
    protected long Rows { get; private set; }

    public static Measure For(StreamingFitOptions options) =>
        options.Task == FitTask.Regression ? new RegressionMeasure() : new ClassificationMeasure(options.Threshold);

    public void Add(FittedModel model, RowSet rows) => Add(model, rows.Features.Span, rows.Width, rows.Labels.Span);

    public void Add(FittedModel model, ReadOnlySpan<float> features, int width, ReadOnlySpan<float> labels)
    {
        if (labels.Length == 0)
        {
            return;
        }

        var scores = model.Predict(features, width);
        if (scores.IndexOfAnyExceptInRange(float.MinValue, float.MaxValue) is >= 0 and var at)
        {
            throw new TrainingInputException(
                $"the model {model.Name}", FormattableString.Invariant($"it answers {scores[at]}"),
                "lower its learning rate, and look at the data for values that are far larger than others");
        }

        Rows += labels.Length;
        Add(scores, labels, model.Name);
    }

    /// <summary>What it comes to; null where there were no rows.</summary>
    public FitMetrics? Result() => Rows == 0 ? null : Total();

    protected abstract void Add(ReadOnlySpan<float> scores, ReadOnlySpan<float> labels, string model);

    protected abstract FitMetrics Total();
}
