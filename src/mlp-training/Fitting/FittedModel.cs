using System.Reflection;
using Mlp.Models;

namespace Mlp.Training.Fitting;

/// <summary>The model that is fitted, by all the contracts it has.</summary>
internal sealed class FittedModel
{
    private readonly IModel _model;
    private readonly ITrainable<TrainingChunk> _trainable;
    private readonly RowPredictor _predictor;

    public FittedModel(IModel model)
    {
        Name = model.GetType().FullName ?? model.GetType().Name;
        _model = model;
        _trainable = model as ITrainable<TrainingChunk> ?? throw new TrainingInputException(
            $"the model {Name}", "it cannot be fitted in a stream", $"let its class implement ITrainable<{nameof(TrainingChunk)}>");
        _predictor = RowPredictor.For(model, Name);
        FitsAtOnce = model.GetType().GetCustomAttribute<FitsAtOnceAttribute>() is not null;
    }

    public string Name { get; }

    public bool FitsAtOnce { get; }

    /// <summary>One pass.</summary>
    public void Fit(RowSet rows, StreamingFitOptions options, int seed, Ct ct)
    {
        if (rows.Count > 0)
        {
            var chunk = new TrainingChunk(rows.Width, rows.Features, rows.Mask, rows.Labels)
            {
                BatchSize = options.BatchSize,
                Shuffle = options.Shuffle,
                Seed = seed,
                Cancellation = ct,
            };
            Try(() => _trainable.Fit(chunk));
        }
    }

    /// <summary>The model's answers, row by row; how many there are for each row depends on the model alone.</summary>
    public ReadOnlySpan<float> Predict(ReadOnlySpan<float> features, int width)
    {
        try
        {
            return _predictor.Predict(features, width);
        }
        catch (Exception e) when (IsTheModels(e))
        {
            throw new ModelFailedException(Name, e);
        }
    }

    public void Save(string parameters, string training) => Try(() =>
    {
        _model.ExportParameters(new(parameters));
        (_model as ITrainingState)?.SaveTraining(new(training));
    });

    public void Restore(string parameters, string training) => Try(() =>
    {
        _model.ImportParameters(new(parameters));
        (_model as ITrainingState)?.RestoreTraining(new(training));
    });

    private void Try(Action call)
    {
        try
        {
            call();
        }
        catch (Exception e) when (IsTheModels(e))
        {
            throw new ModelFailedException(Name, e);
        }
    }

    private static bool IsTheModels(Exception e) => e is not (OperationCanceledException or TrainingInputException);
}
