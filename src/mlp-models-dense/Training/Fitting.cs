namespace Mlp.Models.Dense.Training;

/// <summary>One fit of a network: epochs over chunks of data, in mini-batches.</summary>
internal sealed class Fitting
{
    private readonly Architecture _architecture;
    private readonly TrainingOptions _options;
    private readonly LossFunction _loss;
    private readonly SplitMix _random;
    private readonly Backpropagation _backpropagation;
    private readonly Adam _adam;
    private readonly float[] _values;
    private readonly float[] _gradient;
    private readonly float[] _inputs;
    private readonly float[] _targets;
    private readonly bool _goesOn;
    private Standardisation? _standardisation;
    private int[] _order = [];

    public Fitting(Architecture architecture, TrainingOptions options, Parameters? present)
    {
        options.Check();
        (_architecture, _options, _loss, _random) = (architecture, options, LossFunction.For(architecture, options.Loss), new(options.Seed));
        _backpropagation = new(architecture, _loss, options.BatchSize);
        _adam = new(architecture.ParameterCount, options);
        _gradient = new float[architecture.ParameterCount];
        _inputs = new float[options.BatchSize * architecture.Inputs];
        _targets = new float[options.BatchSize * architecture.Outputs];
        (_values, _standardisation) = (present is null ? Initial.Values(architecture, _random) : [.. present.Values], present?.Standardisation);
        _goesOn = present is not null;
    }

    public Parameters Run(IEnumerable<TrainingData> data)
    {
        if (!_goesOn && _options.StandardiseInputs)
        {
            _standardisation = Measure(data);
        }

        for (var epoch = 1; epoch <= _options.Epochs; epoch++)
        {
            var (loss, rows) = RunEpoch(data);
            if (rows == 0)
            {
                throw new ArgumentException($"the data gave no rows in epoch {epoch}; give some, "
                    + "in a sequence that can be gone through again for each epoch", nameof(data));
            }

            if (!double.IsFinite(loss) || _values.AsSpan().ContainsAnyExceptInRange(float.MinValue, float.MaxValue))
            {
                throw new InvalidOperationException($"fitting diverged in epoch {epoch}: the loss is {loss}; "
                    + $"lower the learning rate, which is {_options.LearningRate}");
            }

            _options.Progress?.Report(new(epoch, _options.Epochs, loss, rows));
        }

        return new(_architecture, _values, _standardisation);
    }

    private (double Loss, long Rows) RunEpoch(IEnumerable<TrainingData> data)
    {
        var (total, rows) = (0.0, 0L);
        foreach (var chunk in data)
        {
            CheckChunk(chunk);
            SetOrder(chunk.Rows);
            for (var start = 0; start < chunk.Rows; start += _options.BatchSize)
            {
                _options.Cancellation.ThrowIfCancellationRequested();
                var count = int.Min(_options.BatchSize, chunk.Rows - start);
                total += count * Step(chunk, _order.AsSpan(start, count));
            }

            rows += chunk.Rows;
        }

        return (total / long.Max(rows, 1), rows);
    }

    private double Step(TrainingData chunk, ReadOnlySpan<int> rows)
    {
        var (width, results) = (_architecture.Inputs, _architecture.Outputs);
        for (var i = 0; i < rows.Length; i++)
        {
            var inputs = chunk.Inputs.Span.Slice(rows[i] * width, width);
            var place = _inputs.AsSpan(i * width, width);
            if (_standardisation is null)
            {
                inputs.CopyTo(place);
            }
            else
            {
                _standardisation.Apply(inputs, place);
            }

            chunk.Targets.Span.Slice(rows[i] * results, results).CopyTo(_targets.AsSpan(i * results));
        }

        var loss = _backpropagation.Evaluate(_values, _inputs.AsSpan(0, rows.Length * width), _targets, rows.Length, _gradient);
        _adam.Step(_values, _gradient);
        return loss;
    }

    private void SetOrder(int rows)
    {
        if (_order.Length < rows)
        {
            _order = new int[rows];
        }

        var order = _order.AsSpan(0, rows);
        for (var i = 0; i < rows; i++)
        {
            order[i] = i;
        }

        if (_options.Shuffle)
        {
            _random.Shuffle(order);
        }
    }

    private Standardisation Measure(IEnumerable<TrainingData> data)
    {
        var moments = new Moments(_architecture.Inputs);
        foreach (var chunk in data)
        {
            _options.Cancellation.ThrowIfCancellationRequested();
            CheckChunk(chunk);
            moments.Add(chunk.Inputs.Span);
        }

        return moments.ToStandardisation();
    }

    private void CheckChunk(TrainingData chunk)
    {
        if (chunk.Inputs.Length != (long)chunk.Rows * _architecture.Inputs || chunk.Targets.Length != (long)chunk.Rows * _architecture.Outputs)
        {
            throw new ArgumentException(
                $"{chunk.Rows} rows of {chunk.Inputs.Length / int.Max(chunk.Rows, 1)} inputs and "
                    + $"{chunk.Targets.Length / int.Max(chunk.Rows, 1)} targets do not fit a network "
                + $"of {_architecture.Inputs} inputs and {_architecture.Outputs} outputs");
        }

        CheckNumbers(chunk.Inputs.Span, _architecture.Inputs, "input", float.IsFinite);
        CheckNumbers(chunk.Targets.Span, _architecture.Outputs, "target", _loss.Accepts);
    }

    private static void CheckNumbers(ReadOnlySpan<float> numbers, int width, string what, Func<float, bool> accepts)
    {
        for (var i = 0; i < numbers.Length; i++)
        {
            if (!accepts(numbers[i]))
            {
                throw new ArgumentException($"row {i / width} has the {what} {numbers[i]} at place {i % width}; "
                    + "inputs are finite, targets of a cross-entropy between 0 and 1");
            }
        }
    }
}
