namespace Mlp.Models;

/// <summary>A model that can be fitted to data.</summary>
/// <typeparam name="TData">The data; a class may implement this for several types of it.</typeparam>
public interface ITrainable<in TData>
{
    /// <summary>Fits the model; when it throws, the model predicts as before. A stream of chunks is a <see cref="TrainingChunk"/> per call.</summary>
    /// <param name="data">The data.</param>
    void Fit(TData data);
}
