namespace Mlp.Models.Dense.Training;

/// <summary>One fit of a network: epochs over chunks of data, in mini-batches.</summary>
internal sealed class Fitting
{
    private readonly Architecture _architecture;
    private readonly TrainingOptions _options;
    private readonly SplitMix _random;
    private readonly MiniBatches _batches;
    private readonly bool _goesOn;

    public Fitting(Architecture architecture, TrainingOptions options, Parameters? present)
    {
        options.Check();
        _ = LossFunction.For(architecture, options.Loss);
        (_architecture, _options, _random) = (architecture, options, new(options.Seed));
        _batches = new(architecture, present is null ? Initial.Values(architecture, _random) : [.. present.Values])
        {
            Standardisation = present?.Standardisation,
        };
        _goesOn = present is not null;
    }

    public Parameters Run(IEnumerable<TrainingData> data)
    {
        if (!_goesOn && _options.StandardiseInputs)
        {
            _batches.Standardisation = Measure(data);
        }

        for (var epoch = 1; epoch <= _options.Epochs; epoch++)
        {
            var (loss, rows) = RunEpoch(data);
            if (rows == 0)
            {
                throw new ArgumentException($"the data gave no rows in epoch {epoch}; give some, "
                    + "in a sequence that can be gone through again for each epoch", nameof(data));
            }

            if (!double.IsFinite(loss) || _batches.Values.AsSpan().ContainsAnyExceptInRange(float.MinValue, float.MaxValue))
            {
                throw new InvalidOperationException($"fitting diverged in epoch {epoch}: the loss is {loss}; "
                    + $"lower the learning rate, which is {_options.LearningRate}");
            }

            _options.Progress?.Report(new(epoch, _options.Epochs, loss, rows));
        }

        return new(_architecture, _batches.Values, _batches.Standardisation);
    }

    private (double Loss, long Rows) RunEpoch(IEnumerable<TrainingData> data)
    {
        var (total, rows) = (0.0, 0L);
        foreach (var chunk in data)
        {
            total += _batches.Pass(chunk, _options, _random);
            rows += chunk.Rows;
        }

        return (total / long.Max(rows, 1), rows);
    }

    private Standardisation Measure(IEnumerable<TrainingData> data)
    {
        var moments = new Moments(_architecture.Inputs);
        foreach (var chunk in data)
        {
            _options.Cancellation.ThrowIfCancellationRequested();
            MiniBatches.CheckShape(chunk, _architecture);
            MiniBatches.CheckInputs(chunk, _architecture.Inputs);
            moments.Add(chunk.Inputs.Span);
        }

        return moments.ToStandardisation();
    }
}
