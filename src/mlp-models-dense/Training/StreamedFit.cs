namespace Mlp.Models.Dense.Training;

/// <summary>A fit that goes on from chunk to chunk. A pass that fails leaves it as it was.</summary>
internal sealed class StreamedFit
{
    private readonly Architecture _architecture;
    private readonly MiniBatches _batches;
    private readonly float[] _valuesBefore;
    private readonly Adam _adamBefore;
    private float[] _classes = [];
    private bool _measuresInputs;

    public StreamedFit(Architecture architecture, TrainingOptions options, Parameters? present)
    {
        options.Check();
        _architecture = architecture;
        _batches = new(architecture, present is null ? Initial.Values(architecture, new(options.Seed)) : [.. present.Values])
        {
            Standardisation = present?.Standardisation,
        };
        _measuresInputs = present is null && options.StandardiseInputs;
        (_valuesBefore, _adamBefore) = (new float[architecture.ParameterCount], new(architecture.ParameterCount));
    }

    /// <summary>What is saved of it, beyond the parameters.</summary>
    public Adam Adam => _batches.Adam;

    /// <summary>One pass; the parameters after it.</summary>
    public Parameters Pass(TrainingChunk chunk, TrainingOptions options)
    {
        options.Check();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(options.Cancellation, chunk.Cancellation);
        options = options with { BatchSize = chunk.BatchSize, Shuffle = chunk.Shuffle, Cancellation = stop.Token };
        var data = Labelled(chunk);
        _batches.Values.CopyTo(_valuesBefore, 0);
        _adamBefore.TakeOver(_batches.Adam);
        try
        {
            MeasureInputs(data);
            Check(_batches.Pass(data, options, new(chunk.Seed)), options);
        }
        catch
        {
            _valuesBefore.CopyTo(_batches.Values, 0);
            _batches.Adam.TakeOver(_adamBefore);
            throw;
        }

        _measuresInputs = false;
        return new(_architecture, [.. _batches.Values], _batches.Standardisation);
    }

    private void MeasureInputs(TrainingData data)
    {
        if (_measuresInputs)
        {
            MiniBatches.CheckInputs(data, _architecture.Inputs);
            var moments = new Moments(_architecture.Inputs);
            moments.Add(data.Inputs.Span);
            _batches.Standardisation = moments.ToStandardisation();
        }
    }

    private void Check(double loss, TrainingOptions options)
    {
        if (!double.IsFinite(loss) || _batches.Values.AsSpan().ContainsAnyExceptInRange(float.MinValue, float.MaxValue))
        {
            throw new InvalidOperationException($"fitting diverged: the loss is {loss}; "
                + $"lower the learning rate, which is {options.LearningRate}");
        }
    }

    private TrainingData Labelled(TrainingChunk chunk)
    {
        if (chunk.Width != _architecture.Inputs)
        {
            throw new ArgumentException($"the chunk has {chunk.Width} features; this network takes {_architecture.Inputs}", nameof(chunk));
        }

        if (_architecture.Outputs > 1 && _architecture.OutputActivation != Activation.Softmax)
        {
            throw new ArgumentException(
                $"a row of a chunk has one label, this network {_architecture.Outputs} outputs that are no classes; "
                    + "make the last layer softmax, or let it have 1 output", nameof(chunk));
        }

        return new(chunk.Features, _architecture.Outputs == 1 ? chunk.Labels : Classes(chunk.Labels.Span), chunk.Rows);
    }

    // The target of class k is 1 at place k and 0 elsewhere.
    private ReadOnlyMemory<float> Classes(ReadOnlySpan<float> labels)
    {
        var count = _architecture.Outputs;
        var needed = checked(labels.Length * count);
        _classes = _classes.Length < needed ? new float[needed] : _classes;
        _classes.AsSpan(0, needed).Clear();
        for (var row = 0; row < labels.Length; row++)
        {
            var label = labels[row];
            if (!(label >= 0 && label < count && float.IsInteger(label)))
            {
                throw new ArgumentException($"row {row} has the label {label}; {count} classes are the whole numbers 0 to {count - 1}");
            }

            _classes[(row * count) + (int)label] = 1;
        }

        return _classes.AsMemory(0, needed);
    }
}
