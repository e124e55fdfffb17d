using Mlp.Models;

namespace Mlp.ClientTests.Integration;

/// <summary>Exports nothing, or fails to.</summary>
public sealed class BrittleModel : IModel<float, float>
{
    public bool Fails { get; init; }

    public float Predict(float input) => input;

    public void ExportParameters(ParametersFolder folder)
    {
        if (Fails)
        {
            folder.WriteNumbers("half.bin", [1f]);
            throw new InvalidOperationException("not fitted");
        }
    }

    public void ImportParameters(ParametersFolder folder)
    {
    }
}
