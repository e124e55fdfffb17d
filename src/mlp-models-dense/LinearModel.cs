namespace Mlp.Models.Dense;

/// <summary>A weighted sum of the inputs, plus a bias; with a sigmoid a logistic, with a softmax a multinomial regression.</summary>
[ThreadSafeModel]
public class LinearModel : DenseNetwork
{
    /// <summary>A model that takes its shape from the parameters it imports.</summary>
    public LinearModel()
    {
    }

    /// <summary>A model of this shape.</summary>
    /// <param name="inputs">How many inputs it has.</param>
    /// <param name="outputs">How many sums it forms.</param>
    /// <param name="activation">What happens to the sums.</param>
    public LinearModel(int inputs, int outputs = 1, Activation activation = Activation.Identity)
        : base(inputs, new Layer(outputs, activation))
    {
    }

    /// <summary>A model that takes the number of inputs from the first data it is fitted to, or from the parameters it imports.</summary>
    /// <param name="activation">What happens to the sums.</param>
    /// <param name="outputs">How many sums it forms.</param>
    public LinearModel(Activation activation, int outputs = 1)
        : base(new Layer(outputs, activation))
    {
    }

    /// <summary>What each input is multiplied with to form a sum, for inputs as they come, not standardised.</summary>
    /// <param name="output">Which sum.</param>
    /// <returns>One number for each input.</returns>
    public double[] GetCoefficients(int output = 0)
    {
        var (values, outputs, scales) = (Present().Values, Outputs(output), Present().Standardisation?.Scales);
        return [.. Enumerable.Range(0, Inputs).Select(i => (double)values[(i * outputs) + output] * (scales?[i] ?? 1))];
    }

    /// <summary>What is added to a sum, for inputs as they come, not standardised.</summary>
    /// <param name="output">Which sum.</param>
    /// <returns>The bias.</returns>
    public double GetIntercept(int output = 0)
    {
        var parameters = Present();
        var bias = parameters.Values[(Inputs * Outputs(output)) + output];
        return parameters.Standardisation is { } standardisation
            ? bias - GetCoefficients(output).Select((coefficient, i) => coefficient * standardisation.Means[i]).Sum()
            : bias;
    }

    private protected override string? Refusal(Architecture imported) =>
        imported.Layers.Count == 1 ? base.Refusal(imported) : $"the parameters are of {imported}; a linear model has one layer";

    private int Outputs(int output)
    {
        var outputs = Layers[0].Outputs;
        ArgumentOutOfRangeException.ThrowIfNegative(output);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(output, outputs);
        return outputs;
    }
}
