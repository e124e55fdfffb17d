using Mlp.Models.Dense.Files;
using Mlp.Models.Dense.Training;

namespace Mlp.Models.Dense;

/// <summary>A network of dense layers, ready to derive from or to hold as a member.</summary>
/// <remarks>
/// <para>An input is answered with the same bits alone and in a batch of any size: every sum is taken in one order. Any number of threads
/// may
/// predict at once, also while parameters are imported or fitted: a prediction sees the old ones or the new ones, whole.</para>
/// <para>Parameters are <c>network.json</c>, which describes the layers, and <c>network.f32</c>, all numbers as little-endian float32:
/// means and
/// scales of the inputs if they are standardised, then for each layer its weights, for each input a row of one weight per output, and its
/// biases.</para>
/// </remarks>
[ThreadSafeModel]
public class DenseNetwork
    : IModel<float[], float[]>, IBatchPredictor<float[], float[]>, ITrainable<TrainingData>, ITrainable<IEnumerable<TrainingData>>
{
    private readonly Architecture? _declared;
    private volatile Parameters? _parameters;

    /// <summary>A network that takes its shape from the parameters it imports.</summary>
    public DenseNetwork()
    {
    }

    /// <summary>A network of this shape. It can be fitted, and refuses parameters of another shape.</summary>
    /// <param name="inputs">How many inputs it has.</param>
    /// <param name="layers">The layers, the last one being the output.</param>
    public DenseNetwork(int inputs, params IReadOnlyList<Layer> layers)
    {
        var (architecture, fault) = Architecture.TryCreate(inputs, layers);
        _declared = architecture ?? throw new ArgumentException(fault, nameof(layers));
    }

    /// <summary>How <see cref="Fit(TrainingData)"/> goes about it.</summary>
    public TrainingOptions Training { get; set; } = new();

    /// <summary>How many inputs the network has; 0 while it has no shape.</summary>
    public int Inputs => Shape?.Inputs ?? 0;

    /// <summary>Its layers, the last one being the output; none while it has no shape.</summary>
    public IReadOnlyList<Layer> Layers => Shape?.Layers ?? [];

    /// <summary>Whether it can predict: it was fitted, or was given parameters.</summary>
    public bool HasParameters => _parameters is not null;

    private Architecture? Shape => _parameters?.Architecture ?? _declared;

    /// <inheritdoc />
    public float[] Predict(float[] input)
    {
        var parameters = Present();
        Check(parameters, input, path: null);
        var output = new float[parameters.Architecture.Outputs];
        parameters.Predict(input.AsSpan(), output);
        return output;
    }

    /// <inheritdoc />
    public void PredictBatch(ReadOnlySpan<float[]> inputs, Span<float[]> outputs)
    {
        var parameters = Present();
        if (outputs.Length != inputs.Length)
        {
            throw new ArgumentException($"{inputs.Length} inputs, but room for {outputs.Length} outputs", nameof(outputs));
        }

        for (var i = 0; i < inputs.Length; i++)
        {
            Check(parameters, inputs[i], path: $"[{i}]");
        }

        parameters.Predict(inputs, outputs);
    }

    /// <summary>Predicts rows that lie one after the other, without allocating anything.</summary>
    /// <param name="inputs">All inputs, row by row.</param>
    /// <param name="outputs">Takes all outputs, row by row.</param>
    public void PredictRows(ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        var parameters = Present();
        var (width, results) = (parameters.Architecture.Inputs, parameters.Architecture.Outputs);
        if (inputs.Length % width != 0 || outputs.Length != (long)inputs.Length / width * results)
        {
            throw new ArgumentException(
                $"{inputs.Length} inputs and room for {outputs.Length} outputs do not make rows of {width} inputs and {results} "
                    + "outputs", nameof(outputs));
        }

        parameters.Predict(inputs, outputs);
    }

    /// <summary>Fits the network, as <see cref="Training"/> says.</summary>
    /// <param name="data">All the data.</param>
    public void Fit(TrainingData data) => Fit([data]);

    /// <summary>Fits the network to data that need not fit into memory, as <see cref="Training"/> says.</summary>
    /// <param name="data">Chunks of any size. The sequence is gone through once per epoch, and once before if inputs are
    /// standardised.</param>
    public void Fit(IEnumerable<TrainingData> data)
    {
        var shape = Shape ?? throw new InvalidOperationException("the network has no shape yet: construct it with layers, or import parameters, before fitting it");
        _parameters = new Fitting(shape, Training, Training.Continue ? _parameters : null).Run(data);
    }

    /// <summary>All weights and biases, in the order of the file; without the means and scales of standardised inputs.</summary>
    /// <returns>A copy.</returns>
    public float[] GetParameters() => [.. Present().Values];

    /// <summary>
    /// Sets all weights and biases, in the order of the file, for inputs that are not standardised: a network that was fitted elsewhere.
    /// </summary>
    /// <param name="values">As many as the layers have.</param>
    public void SetParameters(ReadOnlySpan<float> values)
    {
        var shape = Shape ?? throw new InvalidOperationException("the network has no shape yet: construct it with layers");
        _parameters = values.Length == shape.ParameterCount
            ? new Parameters(shape, values.ToArray(), standardisation: null)
            : throw new ArgumentException($"{values.Length} numbers; "
                + $"{shape} has {shape.ParameterCount} weights and biases", nameof(values));
    }

    /// <inheritdoc />
    public virtual void ExportParameters(ParametersFolder folder) => DenseFiles.Write(folder, Present());

    /// <inheritdoc />
    public virtual void ImportParameters(ParametersFolder folder)
    {
        var parameters = DenseFiles.Read(folder);
        if (Refusal(parameters.Architecture) is { } refusal)
        {
            throw DenseFiles.Bad(folder, DenseFiles.Header, refusal);
        }

        _parameters = parameters;
    }

    /// <summary>Why parameters of this shape are not for this class, or null.</summary>
    private protected virtual string? Refusal(Architecture imported) =>
        _declared is null || _declared.IsSame(imported) ? null : $"the parameters are of {imported}; this network is {_declared}";

    private protected Parameters Present() =>
        _parameters ?? throw new InvalidOperationException("the network has no parameters yet: fit it, or import some");

    private static void Check(Parameters parameters, float[]? input, string? path)
    {
        if (input?.Length != parameters.Architecture.Inputs)
        {
            throw new InvalidInputException(
                $"the input has {(input is null ? "no numbers" : $"{input.Length} numbers")}; "
                    + $"this network takes {parameters.Architecture.Inputs}", path);
        }
    }
}
