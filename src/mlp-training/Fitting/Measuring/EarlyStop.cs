namespace Mlp.Training.Fitting;

/// <summary>Keeps the parameters of the epoch with the lowest validation loss, and says when to stop waiting for a lower one.</summary>
/// <param name="patience">For how many epochs to wait; null for ever, and nothing is kept.</param>
/// <param name="folder">Where the best parameters are kept; it may hold those of an epoch before.</param>
/// <param name="best">The best epoch so far.</param>
internal sealed class EarlyStop(int? patience, string folder, FitEpoch? best = null)
{
    public FitEpoch? Best { get; private set; } = best;

    public string Folder => folder;

    /// <summary>Takes note of an epoch that has ended; true when it should be the last.</summary>
    public bool IsEnough(FitEpoch epoch, FittedModel model)
    {
        if (patience is not { } limit || epoch.Validation is null)
        {
            return false;
        }

        if (Best is null || epoch.Validation.Loss < Best.Validation!.Loss)
        {
            Best = epoch;
            Forget();
            model.Save(ParametersOf(folder), TrainingOf(folder));
        }

        return epoch.Epoch - Best.Epoch >= limit;
    }

    /// <summary>Gives the model the best parameters; the epoch they are from.</summary>
    public FitEpoch Restore(FittedModel model, FitEpoch last)
    {
        if (Best is null || Best.Epoch == last.Epoch)
        {
            return last;
        }

        model.Restore(ParametersOf(folder), TrainingOf(folder));
        return Best;
    }

    /// <summary>Begins with another chunk.</summary>
    public void BeginAgain()
    {
        Best = null;
        Forget();
    }

    private void Forget()
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
    }

    private static string ParametersOf(string folder) => Path.Combine(folder, "parameters");

    private static string TrainingOf(string folder) => Path.Combine(folder, "training");
}
