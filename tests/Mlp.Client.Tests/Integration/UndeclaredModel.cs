using Mlp.Models;

namespace Mlp.ClientTests.Integration;

/// <summary>Not declared at all.</summary>
public sealed class UndeclaredModel : IModel<float, float>
{
    public float Predict(float input) => input;

    public void ExportParameters(ParametersFolder folder)
    {
    }

    public void ImportParameters(ParametersFolder folder)
    {
    }
}
