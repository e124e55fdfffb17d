using Mlp.Models;
using Mlp.Models.Dense;
using Mlp.Serving.Benchmarks;

[assembly: MlpModel(typeof(Network))]
[assembly: MlpModel(typeof(Trivial))]

namespace Mlp.Serving.Benchmarks;

/// <summary>The dense network, as its package brings it.</summary>
[ThreadSafeModel]
public sealed class Network : DenseNetwork;

/// <summary>As little as a model can do.</summary>
[ThreadSafeModel]
public sealed class Trivial : IModel<float[], float[]>
{
    /// <inheritdoc />
    public void ExportParameters(ParametersFolder folder)
    {
    }

    /// <inheritdoc />
    public void ImportParameters(ParametersFolder folder)
    {
    }

    /// <inheritdoc />
    public float[] Predict(float[] input)
    {
        var sum = 0f;
        foreach (var number in input)
        {
            sum += number;
        }

        return [sum];
    }
}
