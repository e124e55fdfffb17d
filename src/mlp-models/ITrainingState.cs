namespace Mlp.Models;

/// <summary>A model whose fit depends on more than its parameters: on moments of its gradients, on numbers drawn so far.</summary>
/// <remarks>
/// With it, a fit that was interrupted goes on in another process as if nothing had happened: parameters are imported, the state is
/// restored, and the next call of <c>Fit</c> makes of them, bit for bit, what it would have made in the first process.
/// </remarks>
public interface ITrainingState
{
    /// <summary>Writes what the next <c>Fit</c> has to know beyond the parameters.</summary>
    /// <param name="folder">An empty folder, another one than that of the parameters.</param>
    void SaveTraining(ParametersFolder folder);

    /// <summary>
    /// Takes up what <see cref="SaveTraining"/> has written, after the parameters of the same moment were imported.
    /// </summary>
    /// <param name="folder">The folder; it is read-only and may vanish afterwards.</param>
    /// <exception cref="InvalidDataException">The state does not belong to this model and its options.</exception>
    void RestoreTraining(ParametersFolder folder);
}
