using Mlp.Models;

namespace Mlp.ClientTests.Integration;

/// <summary>The model of the README.</summary>
public sealed class BeamLineModel : IModel<float[], float[]>
{
    public float Offset { get; set; }

    public float[] Predict(float[] input) => [.. input.Select(value => value + Offset)];

    public void ExportParameters(ParametersFolder folder) => folder.WriteNumbers("offset.bin", [Offset]);

    public void ImportParameters(ParametersFolder folder) => Offset = folder.ReadSingles("offset.bin")[0];
}
