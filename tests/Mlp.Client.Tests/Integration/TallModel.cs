using Mlp.Models;

namespace Mlp.ClientTests.Integration;

/// <summary>Declared without a name.</summary>
public sealed class TallModel : IModel<float, float>
{
    public float Predict(float input) => input;

    public void ExportParameters(ParametersFolder folder) => folder.WriteNumbers("n.bin", [1f]);

    public void ImportParameters(ParametersFolder folder)
    {
    }
}
