namespace Mlp.Models.Dense.Training;

/// <summary>Passes over chunks of rows, each mini-batch of which moves the values by one step.</summary>
internal sealed class MiniBatches(Architecture architecture, float[] values)
{
    private readonly float[] _gradient = new float[architecture.ParameterCount];
    private Backpropagation? _backpropagation;
    private (int BatchSize, Loss? Loss) _preparedFor;
    private LossFunction _loss = null!;
    private float[] _inputs = [];
    private float[] _targets = [];
    private int[] _order = [];

    /// <summary>What is moved: all weights and biases.</summary>
    public float[] Values => values;

    public Adam Adam { get; } = new(architecture.ParameterCount);

    /// <summary>What is done to inputs first, or null.</summary>
    public Standardisation? Standardisation { get; set; }

    /// <summary>Goes over all rows once; the sum of their losses, each taken before the step it was part of.</summary>
    public double Pass(TrainingData chunk, TrainingOptions options, SplitMix random)
    {
        Prepare(options, chunk.Rows);
        CheckNumbers(chunk);
        SetOrder(chunk.Rows, options.Shuffle ? random : null);
        var total = 0.0;
        for (var start = 0; start < chunk.Rows; start += options.BatchSize)
        {
            options.Cancellation.ThrowIfCancellationRequested();
            var count = int.Min(options.BatchSize, chunk.Rows - start);
            total += count * Step(chunk, _order.AsSpan(start, count), options);
        }

        return total;
    }

    /// <summary>Refuses rows of another shape.</summary>
    public static void CheckShape(TrainingData chunk, Architecture architecture)
    {
        if (chunk.Inputs.Length != (long)chunk.Rows * architecture.Inputs || chunk.Targets.Length != (long)chunk.Rows * architecture.Outputs)
        {
            throw new ArgumentException(
                $"{chunk.Rows} rows of {chunk.Inputs.Length / int.Max(chunk.Rows, 1)} inputs and "
                    + $"{chunk.Targets.Length / int.Max(chunk.Rows, 1)} targets do not fit a network "
                + $"of {architecture.Inputs} inputs and {architecture.Outputs} outputs");
        }
    }

    /// <summary>Refuses inputs that are no numbers.</summary>
    public static void CheckInputs(TrainingData chunk, int width)
    {
        var inputs = chunk.Inputs.Span;
        if (inputs.IndexOfAnyExceptInRange(float.MinValue, float.MaxValue) is >= 0 and var at)
        {
            throw Refused("input", inputs[at], at, width);
        }
    }

    // No larger than the rows need: a mini-batch may be said to be larger than any chunk is.
    private void Prepare(TrainingOptions options, int rows)
    {
        var batchSize = int.Min(options.BatchSize, int.Max(rows, 1));
        var isEnough = _preparedFor.BatchSize == options.BatchSize || (_preparedFor.BatchSize >= batchSize && batchSize == rows);
        if (_backpropagation is not null && isEnough && _preparedFor.Loss == options.Loss)
        {
            return;
        }

        _loss = LossFunction.For(architecture, options.Loss);
        _backpropagation = new(architecture, _loss, batchSize);
        _preparedFor = (batchSize, options.Loss);
        _inputs = new float[batchSize * architecture.Inputs];
        _targets = new float[batchSize * architecture.Outputs];
    }

    private double Step(TrainingData chunk, ReadOnlySpan<int> rows, TrainingOptions options)
    {
        var (width, results) = (architecture.Inputs, architecture.Outputs);
        var allInputs = chunk.Inputs.Span;
        var allTargets = chunk.Targets.Span;
        for (var i = 0; i < rows.Length; i++)
        {
            var inputs = allInputs.Slice(rows[i] * width, width);
            var place = _inputs.AsSpan(i * width, width);
            if (Standardisation is null)
            {
                inputs.CopyTo(place);
            }
            else
            {
                Standardisation.Apply(inputs, place);
            }

            allTargets.Slice(rows[i] * results, results).CopyTo(_targets.AsSpan(i * results));
        }

        var loss = _backpropagation!.Evaluate(values, _inputs.AsSpan(0, rows.Length * width), _targets, rows.Length, _gradient);
        Adam.Step(values, _gradient, options);
        return loss;
    }

    private void SetOrder(int rows, SplitMix? random)
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

        random?.Shuffle(order);
    }

    private void CheckNumbers(TrainingData chunk)
    {
        CheckShape(chunk, architecture);
        CheckInputs(chunk, architecture.Inputs);
        var targets = chunk.Targets.Span;
        for (var i = 0; i < targets.Length; i++)
        {
            if (!_loss.Accepts(targets[i]))
            {
                throw Refused("target", targets[i], i, architecture.Outputs);
            }
        }
    }

    private static ArgumentException Refused(string what, float value, int at, int width) =>
        new($"row {at / width} has the {what} {value} at place {at % width}; inputs are finite, targets of a cross-entropy between 0 and 1");
}
