using Mlp.Models.Dense.Arithmetic;

namespace Mlp.Models.Dense;

/// <summary>Everything that a network's predictions depend on. It never changes, so any number of threads may predict from it.</summary>
internal sealed class Parameters
{
    // As many rows as keep two layers of activations and one panel of weights in the second cache.
    private const int RowsAtOnce = 32;

    // Rows of 4 kB would all fall into the same few lines of the first cache.
    private const int RowPadding = 16;

    private readonly Panels[] _weights;
    private readonly float[][] _biases;

    public Parameters(Architecture architecture, float[] values, Standardisation? standardisation)
    {
        (Architecture, Values, Standardisation) = (architecture, values, standardisation);
        (_weights, _biases) = (new Panels[architecture.Layers.Count], new float[architecture.Layers.Count][]);
        for (var layer = 0; layer < _weights.Length; layer++)
        {
            _weights[layer] = new Panels(architecture.InputsOf(layer), architecture.Layers[layer].Outputs);
            _weights[layer].Pack(values.AsSpan(architecture.WeightsOf(layer)), _weights[layer].Columns);
            _biases[layer] = new float[_weights[layer].Count * Panels.Width];
            values.AsSpan(architecture.BiasesOf(layer)).CopyTo(_biases[layer]);
        }
    }

    public Architecture Architecture { get; }

    /// <summary>Layer by layer: for each input a row of weights, one per output; then the biases.</summary>
    public float[] Values { get; }

    public Standardisation? Standardisation { get; }

    /// <summary>Predicts rows that lie one after the other.</summary>
    public void Predict(ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        var (width, results) = (Architecture.Inputs, Architecture.Outputs);
        using var scratch = new Scratch(Architecture, int.Min(RowsAtOnce, inputs.Length / width), RowPadding);
        for (var (row, rows) = (0, inputs.Length / width); row < rows; row += RowsAtOnce)
        {
            var count = int.Min(RowsAtOnce, rows - row);
            PredictBlock(inputs.Slice(row * width, count * width), count, outputs.Slice(row * results, count * results), scratch);
        }
    }

    /// <summary>Predicts rows that lie wherever they lie.</summary>
    public void Predict(ReadOnlySpan<float[]> inputs, Span<float[]> outputs)
    {
        var (width, results) = (Architecture.Inputs, Architecture.Outputs);
        using var scratch = new Scratch(Architecture, int.Min(RowsAtOnce, inputs.Length), RowPadding);
        for (var row = 0; row < inputs.Length; row += RowsAtOnce)
        {
            var count = int.Min(RowsAtOnce, inputs.Length - row);
            for (var i = 0; i < count; i++)
            {
                inputs[row + i].CopyTo(scratch.Inputs.Slice(i * width, width));
            }

            PredictBlock(scratch.Inputs[..(count * width)], count, scratch.Outputs[..(count * results)], scratch);
            for (var i = 0; i < count; i++)
            {
                outputs[row + i] = scratch.Outputs.Slice(i * results, results).ToArray();
            }
        }
    }

    private void PredictBlock(ReadOnlySpan<float> inputs, int rows, Span<float> outputs, Scratch scratch)
    {
        var current = Standardised(inputs, rows, scratch);
        var stride = Architecture.Inputs;
        for (var layer = 0; layer < _weights.Length; layer++)
        {
            var isLast = layer == _weights.Length - 1;
            var next = isLast ? outputs : scratch.Layer(layer);
            var nextStride = isLast ? Architecture.Outputs : scratch.LayerStride;
            var left = new Left(current, rows, stride, stepStride: 1);
            Product.Multiply(left, _weights[layer], _biases[layer], next, nextStride);
            for (var row = 0; row < rows; row++)
            {
                Activations.Apply(Architecture.Layers[layer].Activation, next.Slice(row * nextStride, _weights[layer].Columns));
            }

            current = next;
            stride = nextStride;
        }
    }

    private ReadOnlySpan<float> Standardised(ReadOnlySpan<float> inputs, int rows, Scratch scratch)
    {
        if (Standardisation is null)
        {
            return inputs;
        }

        var width = Architecture.Inputs;
        for (var row = 0; row < rows; row++)
        {
            Standardisation.Apply(inputs.Slice(row * width, width), scratch.Standardised.Slice(row * width, width));
        }

        return scratch.Standardised;
    }
}
