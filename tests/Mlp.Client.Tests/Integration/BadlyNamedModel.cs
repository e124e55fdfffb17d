using Mlp.Models;

namespace Mlp.ClientTests.Integration;

/// <summary>Declared with a name that is none.</summary>
public sealed class BadlyNamedModel : IModel<float, float>
{
    public float Predict(float input) => input;

    public void ExportParameters(ParametersFolder folder)
    {
    }

    public void ImportParameters(ParametersFolder folder)
    {
    }
}
