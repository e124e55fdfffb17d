using Mlp.Training;

namespace Mlp.Cli.Training;

/// <summary>What can go wrong while a model is trained.</summary>
internal static class TrainErrors
{
    public static CommandFailedException NotLoaded(string className, Exception cause) =>
        new("MLP7965", $"the model class cannot be made: {cause.Message}", className, "correct its constructor, or what its project needs", cause);

    public static CommandFailedException SeveralModels(string project, IEnumerable<string> names) =>
        new("MLP7966", $"the project has several models: {string.Join(", ", names)}", project, "say which one with --type");

    public static CommandFailedException NoSuchModel(string name, string project, IEnumerable<string> names) =>
        new("MLP7966", $"the project '{project}' has no model '{name}'; it has: {string.Join(", ", names)}", name, "correct --type");

    public static CommandFailedException NoVersion(string type) =>
        new("MLP7967", "the code is of no version of its model type, so that nothing says what the parameters would fit", type, "train on a clean, tagged commit; or name the version with --type-version; or leave --publish out");

    public static CommandFailedException NotEmpty(string folder) =>
        new("MLP7968", "the folder for the parameters is not empty", folder, "remove it, or name another one with --into");

    public static CommandFailedException ModelFailed(ModelFailedException cause) =>
        new("MLP7969", $"the model failed: {cause.InnerException!.GetType().Name}: {cause.InnerException.Message}", cause.Model, "correct the model, or give it data that it can be fitted to", cause);

    public static CommandFailedException NoCheckpoint(Exception cause) =>
        new("MLP7963", $"what the fit keeps cannot be written: {cause.Message}", null, "free some space, or name another folder with --checkpoint", cause);
}
