using System.Numerics.Tensors;
using Mlp.Models.Dense.Arithmetic;

namespace Mlp.Models.Dense.Training;

/// <summary>
/// The loss of a mini-batch and its gradient. Products sum up in one order, so a gradient has the same bits whenever it is computed.
/// </summary>
internal sealed class Backpropagation
{
    private readonly Architecture _architecture;
    private readonly LossFunction _loss;
    private readonly float[][] _outputs;
    private readonly float[][] _deltas;
    private readonly float[] _transposed;
    private readonly Panels[] _weights;
    private readonly float[] _start;
    private readonly BatchPanels _whole;
    private BatchPanels? _rest;

    public Backpropagation(Architecture architecture, LossFunction loss, int batchSize)
    {
        (_architecture, _loss, _whole) = (architecture, loss, new(architecture, batchSize));
        var layers = Enumerable.Range(0, architecture.Layers.Count).ToArray();
        _outputs = [.. layers.Select(i => new float[batchSize * architecture.Layers[i].Outputs])];
        _deltas = [.. layers.Select(i => new float[batchSize * architecture.Layers[i].Outputs])];
        _weights = [.. layers.Select(i => new Panels(architecture.InputsOf(i), architecture.Layers[i].Outputs))];
        _transposed = new float[batchSize * architecture.WidestLayer];
        _start = new float[int.Max(architecture.WidestLayer, batchSize) + Panels.Width];
    }

    /// <summary>
    /// The mean loss of the rows with these parameters; <paramref name="gradient"/> takes its derivative by each of them.
    /// </summary>
    public double Evaluate(ReadOnlySpan<float> values, ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, int rows, Span<float> gradient)
    {
        Forward(values, inputs, rows);
        var last = _outputs.Length - 1;
        var results = rows * _architecture.Outputs;
        var loss = _loss.Evaluate(_outputs[last].AsSpan(0, results), targets, rows, _deltas[last]);
        var panels = PanelsFor(rows);
        for (var layer = last; layer >= 0; layer--)
        {
            var source = layer == 0 ? inputs : _outputs[layer - 1];
            LayerGradient(layer, source, rows, panels.Deltas[layer], gradient);
            if (layer > 0)
            {
                PassBack(layer, values[_architecture.WeightsOf(layer)], rows, panels.TransposedDeltas[layer]);
            }
        }

        return loss;
    }

    private void Forward(ReadOnlySpan<float> values, ReadOnlySpan<float> inputs, int rows)
    {
        var source = inputs;
        for (var layer = 0; layer < _outputs.Length; layer++)
        {
            var (width, weights) = (_architecture.Layers[layer].Outputs, _weights[layer]);
            weights.Pack(values[_architecture.WeightsOf(layer)], width);
            var start = StartFrom(values[_architecture.BiasesOf(layer)]);
            Product.Multiply(new(source, rows, _architecture.InputsOf(layer), 1), weights, start, _outputs[layer], width);
            for (var row = 0; row < rows; row++)
            {
                Activations.Apply(_architecture.Layers[layer].Activation, _outputs[layer].AsSpan(row * width, width));
            }

            source = _outputs[layer];
        }
    }

    private void LayerGradient(int layer, ReadOnlySpan<float> source, int rows, Panels deltas, Span<float> gradient)
    {
        var (width, inputs) = (_architecture.Layers[layer].Outputs, _architecture.InputsOf(layer));
        deltas.Pack(_deltas[layer], width);
        var transposed = new Left(source, inputs, rowStride: 1, stepStride: inputs);
        Product.Multiply(transposed, deltas, StartFrom([]), gradient[_architecture.WeightsOf(layer)], width);
        var biases = gradient[_architecture.BiasesOf(layer)];
        biases.Clear();
        for (var row = 0; row < rows; row++)
        {
            TensorPrimitives.Add(biases, _deltas[layer].AsSpan(row * width, width), biases);
        }
    }

    // As weights times transposed deltas: the deltas are few, so packing and transposing them costs less than turning the weights round.
    private void PassBack(int layer, ReadOnlySpan<float> weights, int rows, Panels transposedDeltas)
    {
        var (width, inputs) = (_architecture.Layers[layer].Outputs, _architecture.InputsOf(layer));
        transposedDeltas.PackTransposed(_deltas[layer].AsSpan(0, rows * width));
        Product.Multiply(new(weights, inputs, width, 1), transposedDeltas, StartFrom([]), _transposed, rows);
        var below = _deltas[layer - 1].AsSpan(0, rows * inputs);
        for (var row = 0; row < rows; row++)
        {
            for (var i = 0; i < inputs; i++)
            {
                below[(row * inputs) + i] = _transposed[(i * rows) + row];
            }
        }

        LossFunction.ThroughActivation(_architecture.Layers[layer - 1].Activation, _outputs[layer - 1], below);
    }

    private float[] StartFrom(ReadOnlySpan<float> biases)
    {
        _start.AsSpan().Clear();
        biases.CopyTo(_start);
        return _start;
    }

    // The last mini-batch of a chunk has its own number of rows, mostly the same one each time.
    private BatchPanels PanelsFor(int rows)
    {
        if (rows == _whole.Rows)
        {
            return _whole;
        }

        _rest = _rest?.Rows == rows ? _rest : new(_architecture, rows);
        return _rest;
    }

    private sealed class BatchPanels(Architecture architecture, int rows)
    {
        public int Rows { get; } = rows;

        public Panels[] Deltas { get; } = [.. architecture.Layers.Select(layer => new Panels(rows, layer.Outputs))];

        public Panels[] TransposedDeltas { get; } = [.. architecture.Layers.Select(layer => new Panels(layer.Outputs, rows))];
    }
}
