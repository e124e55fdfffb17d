using System.Globalization;

namespace Mlp.Models.Dense;

/// <summary>The shape of a network, and where each layer's parameters lie in one row of numbers.</summary>
internal sealed class Architecture
{
    private readonly int[] _offsets;

    private Architecture(int inputs, Layer[] layers)
    {
        (Inputs, Layers, WidestLayer) = (inputs, layers, layers.Max(layer => layer.Outputs));
        _offsets = new int[layers.Length + 1];
        for (var i = 0; i < layers.Length; i++)
        {
            _offsets[i + 1] = checked(_offsets[i] + ((InputsOf(i) + 1) * layers[i].Outputs));
        }
    }

    public int Inputs { get; }

    public IReadOnlyList<Layer> Layers { get; }

    public int Outputs => Layers[^1].Outputs;

    public Activation OutputActivation => Layers[^1].Activation;

    /// <summary>How many weights and biases there are.</summary>
    public int ParameterCount => _offsets[^1];

    public int WidestLayer { get; }

    /// <summary>The architecture, or what is wrong with it.</summary>
    public static (Architecture? Architecture, string? Fault) TryCreate(int inputs, IReadOnlyList<Layer> layers) =>
        Fault(inputs, layers) is { } fault ? (null, fault) : (new(inputs, [.. layers]), null);

    public int InputsOf(int layer) => layer == 0 ? Inputs : Layers[layer - 1].Outputs;

    /// <summary>A layer's weights: for each input a row of outputs.</summary>
    public Range WeightsOf(int layer) => _offsets[layer]..(_offsets[layer] + (InputsOf(layer) * Layers[layer].Outputs));

    public Range BiasesOf(int layer) => (_offsets[layer + 1] - Layers[layer].Outputs).._offsets[layer + 1];

    public bool IsSame(Architecture other) => Inputs == other.Inputs && Layers.SequenceEqual(other.Layers);

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Inputs} inputs, {Describe(Layers)}");

    internal static string Describe(IReadOnlyList<Layer> layers) =>
        string.Join(", ", layers.Select(l => string.Create(CultureInfo.InvariantCulture, $"{l.Outputs} {NameOf(l.Activation)}")));

    internal static string NameOf(Activation activation) => activation switch
    {
        Activation.Identity => "identity",
        Activation.Relu => "relu",
        Activation.Tanh => "tanh",
        Activation.Sigmoid => "sigmoid",
        Activation.Softmax => "softmax",
        _ => activation.ToString(),
    };

    private static string? Fault(int inputs, IReadOnlyList<Layer> layers)
    {
        if (inputs < 1 || layers.Count == 0)
        {
            return inputs < 1 ? $"a network has at least 1 input, not {inputs}" : "a network has at least one layer";
        }

        long count = 0;
        for (var (i, width) = (0, inputs); i < layers.Count; width = layers[i].Outputs, i++)
        {
            if (LayerFault(layers[i], i, isLast: i == layers.Count - 1) is { } fault)
            {
                return fault;
            }

            count += (width + 1L) * layers[i].Outputs;
            if (count > Array.MaxLength / 2)
            {
                return $"up to layer {i} the network has {count} weights, more than the {Array.MaxLength / 2} that fit into memory";
            }
        }

        return null;
    }

    private static string? LayerFault(Layer layer, int index, bool isLast) => layer switch
    {
        null => $"layer {index} is null",
        { Outputs: < 1 } => $"layer {index} has {layer.Outputs} outputs; it needs at least 1",
        _ when !Enum.IsDefined(layer.Activation) => $"layer {index} has the unknown activation {layer.Activation}",
        { Activation: Activation.Softmax } when !isLast => $"layer {index} is softmax, which only the last layer can be",
        _ => null,
    };
}
