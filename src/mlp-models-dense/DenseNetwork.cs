using System.Reflection;
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
    : IModel<float[], float[]>, IBatchPredictor<float[], float[]>,
        ITrainable<TrainingData>, ITrainable<IEnumerable<TrainingData>>, ITrainable<TrainingChunk>, ITrainingState
{
    private readonly Architecture? _declared;
    private readonly Layer[] _layers = [];
    private volatile Parameters? _parameters;
    private StreamedFit? _stream;

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
        _layers = [.. layers];
    }

    /// <summary>
    /// A network of these layers, which takes the number of inputs from the first data it is fitted to, or from the parameters it imports.
    /// </summary>
    /// <param name="layers">The layers, the last one being the output.</param>
    public DenseNetwork(params IReadOnlyList<Layer> layers)
    {
        _layers = Architecture.TryCreate(inputs: 1, layers).Fault is { } fault ? throw new ArgumentException(fault, nameof(layers)) : [.. layers];
    }

    /// <summary>How fitting goes about it.</summary>
    public TrainingOptions Training { get; set; } = new();

    /// <summary>How many inputs the network has; 0 while it has no shape.</summary>
    public int Inputs => Shape?.Inputs ?? 0;

    /// <summary>Its layers, the last one being the output; none while they are not known.</summary>
    public IReadOnlyList<Layer> Layers => Shape?.Layers ?? _layers;

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
    /// standardised; where the number of inputs is not known yet, its first rows are looked at before.</param>
    public void Fit(IEnumerable<TrainingData> data)
    {
        var shape = Shape ?? ShapeFor(data.FirstOrDefault(chunk => chunk.Rows > 0) is { } first ? first.Inputs.Length / first.Rows : 0);
        Become(new Fitting(shape, Training, Training.Continue ? _parameters : null).Run(data));
    }

    /// <summary>Makes one pass over a chunk, going on from the parameters there are.</summary>
    /// <remarks>
    /// Of <see cref="Training"/> count the size of steps, the loss, the seed of the first weights, and whether inputs are standardised: as
    /// measured on the first chunk. Epochs are the caller's; the size of mini-batches and their order are the chunk's.
    /// </remarks>
    /// <param name="chunk">The rows. With one output its target is the label; of several outputs, which then are a softmax, the label is
    /// the number of the right one.</param>
    public void Fit(TrainingChunk chunk)
    {
        if (chunk.Rows > 0)
        {
            var stream = _stream ?? new StreamedFit(Shape ?? ShapeFor(chunk.Width), Training, _parameters);
            _parameters = stream.Pass(chunk, Training);
            _stream = stream;
        }
    }

    /// <inheritdoc />
    public virtual void SaveTraining(ParametersFolder folder) => TrainingFiles.Write(folder, Training, _stream?.Adam);

    /// <inheritdoc />
    public virtual void RestoreTraining(ParametersFolder folder) => _stream = TrainingFiles.Read(folder, Training, _parameters);

    /// <summary>All weights and biases, in the order of the file; without the means and scales of standardised inputs.</summary>
    /// <returns>A copy.</returns>
    public float[] GetParameters() => [.. Present().Values];

    /// <summary>
    /// Sets all weights and biases, in the order of the file, for inputs that are not standardised: a network that was fitted elsewhere.
    /// </summary>
    /// <param name="values">As many as the layers have.</param>
    public void SetParameters(ReadOnlySpan<float> values)
    {
        var shape = Shape ?? throw new InvalidOperationException("the network has no shape yet: construct it with layers, or import parameters");
        Become(values.Length == shape.ParameterCount
            ? new Parameters(shape, values.ToArray(), standardisation: null)
            : throw new ArgumentException($"{values.Length} numbers; "
                + $"{shape} has {shape.ParameterCount} weights and biases", nameof(values)));
    }

    /// <inheritdoc />
    public virtual void ExportParameters(ParametersFolder folder) => DenseFiles.Write(folder, Present());

    /// <inheritdoc />
    public virtual void ImportParameters(ParametersFolder folder)
    {
        var parameters = DenseFiles.Read(folder);
        if ((Refusal(parameters.Architecture) ?? OtherShape(parameters.Architecture.Inputs)) is { } refusal)
        {
            throw DenseFiles.Bad(folder, DenseFiles.Header, refusal);
        }

        Become(parameters);
    }

    /// <summary>Why parameters of this shape are not for this class, or null.</summary>
    private protected virtual string? Refusal(Architecture imported) => _declared switch
    {
        null => _layers.Length == 0 || _layers.SequenceEqual(imported.Layers)
            ? null
            : $"the parameters are of {imported}; the layers of this network are {Architecture.Describe(_layers)}",
        _ => _declared.IsSame(imported) ? null : $"the parameters are of {imported}; this network is {_declared}",
    };

    // Else it would be served, and refuse every input: those of the declared shape itself, the others before they reach it.
    private string? OtherShape(int inputs) =>
        GetType().GetCustomAttribute<InputShapeAttribute>()?.Dimensions is { } shape && !shape.Contains(-1) && shape.Aggregate(1L, (product, size) => product * size) is var declared && declared != inputs
            ? $"the parameters are for {inputs} inputs; the class has {declared}, as its InputShape says"
            : null;

    private protected Parameters Present() =>
        _parameters ?? throw new InvalidOperationException("the network has no parameters yet: fit it, or import some");

    private void Become(Parameters parameters) => (_parameters, _stream) = (parameters, null);

    private Architecture ShapeFor(int inputs)
    {
        if (_layers.Length == 0)
        {
            throw new InvalidOperationException("the network has no shape yet: let its class hand layers to the constructor (a LinearModel its activation), or import parameters, before fitting it");
        }

        return inputs == 0
            ? throw new ArgumentException("the data gave no rows, so that the number of inputs is unknown; give some")
            : Architecture.TryCreate(inputs, _layers) is ({ } architecture, _) ? architecture : throw new ArgumentException(
                $"{inputs} inputs do not go with these layers: {Architecture.TryCreate(inputs, _layers).Fault}");
    }

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
