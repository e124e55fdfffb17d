using Mlp.Models;

namespace Mlp.Training.Tests.Fitting;

/// <summary>A model that answers what it is asked.</summary>
internal sealed class Echo : IModel<float[], float[]>, ITrainable<TrainingChunk>
{
    public void Fit(TrainingChunk data)
    {
    }

    public float[] Predict(float[] input) => [.. input];

    public void ExportParameters(ParametersFolder folder)
    {
    }

    public void ImportParameters(ParametersFolder folder)
    {
    }
}
