using Mlp.Models;

namespace Mlp.Training.Tests.Fitting;

/// <summary>A model whose one parameter is how often it was fitted; it notes what it was given.</summary>
internal class CountingModel : IModel<float[], float>, ITrainable<TrainingChunk>
{
    public float Fits { get; set; }

    public List<float[]> Fitted { get; } = [];

    public List<byte[]> Masks { get; } = [];

    public List<int> Seeds { get; } = [];

    public Func<float, float> Answer { get; init; } = fits => fits;

    public virtual void Fit(TrainingChunk data)
    {
        Fits++;
        Seeds.Add(data.Seed);
        Fitted.AddRange(Enumerable.Range(0, data.Rows).Select(row => data.Features.Slice(row * data.Width, data.Width).ToArray()));
        Masks.AddRange(Enumerable.Range(0, data.Rows).Select(row => data.Mask.Slice(row * data.Width, data.Width).ToArray()));
    }

    public float Predict(float[] input) => Answer(Fits);

    public void ExportParameters(ParametersFolder folder) => folder.WriteNumbers("fits.f32", [Fits]);

    public void ImportParameters(ParametersFolder folder) => Fits = folder.ReadSingles("fits.f32")[0];
}
