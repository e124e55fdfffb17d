using System.Buffers;

namespace Mlp.Models.Dense;

/// <summary>The memory one call of a prediction works in, lent by the shared pool.</summary>
internal readonly ref struct Scratch : IDisposable
{
    private readonly float[] _memory;
    private readonly int _inputs;
    private readonly int _outputs;
    private readonly int _layer;

    public Scratch(Architecture architecture, int rows, int rowPadding)
    {
        LayerStride = architecture.WidestLayer + rowPadding;
        (_inputs, _outputs, _layer) = (rows * architecture.Inputs, rows * architecture.Outputs, rows * LayerStride);
        _memory = ArrayPool<float>.Shared.Rent(checked((2 * _inputs) + _outputs + (2 * _layer)));
    }

    public int LayerStride { get; }

    public Span<float> Inputs => _memory.AsSpan(0, _inputs);

    public Span<float> Standardised => _memory.AsSpan(_inputs, _inputs);

    public Span<float> Outputs => _memory.AsSpan(2 * _inputs, _outputs);

    /// <summary>Two places in turn: a layer reads from one and writes to the other.</summary>
    public Span<float> Layer(int layer) => _memory.AsSpan((2 * _inputs) + _outputs + (layer % 2 * _layer), _layer);

    public void Dispose() => ArrayPool<float>.Shared.Return(_memory);
}
