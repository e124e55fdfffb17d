using System.CommandLine;
using Mlp.Cli.Commands;
using Mlp.Training;

namespace Mlp.Cli.Training;

/// <summary>What <c>mlp train</c> is asked for, beside the data.</summary>
/// <param name="Project">The project that is built; null where the model is registered.</param>
/// <param name="Registered">The registered model type; null where a project is built.</param>
/// <param name="Type">Which model of the project.</param>
/// <param name="TypeVersion">The version of the project's code, where it was given.</param>
/// <param name="Publish">The name that the parameters are published under; null for none.</param>
/// <param name="Into">The folder that gets the parameters; null for none.</param>
internal sealed record TrainRequest(string? Project, Reference? Registered, string? Type, string? TypeVersion, string? Publish, string? Into)
{
    public required FitTask Task { get; init; }

    public required int Seed { get; init; }

    public required int? Patience { get; init; }

    public required string? Checkpoint { get; init; }

    public required IReadOnlyDictionary<string, string>? Metadata { get; init; }

    public static TrainRequest From(ParseResult parsed)
    {
        var model = parsed.GetRequiredValue(TrainOptions.Model);
        var isProject = ModelSource.IsProject(model);
        var publish = parsed.GetValue(TrainOptions.Publish);
        if (parsed.GetValue(DataOptions.Labels) is null)
        {
            throw new UsageException("nothing says what the events are", null, "give the label of each file, or the branch that holds the labels, with --labels");
        }

        if (publish is null && parsed.GetValue(SharedOptions.Metadata) is not null)
        {
            throw new UsageException("--metadata is of what is published, and nothing is", null, "name the parameters with --publish");
        }

        var request = new TrainRequest(
            isProject ? model : null, isProject ? null : Registry(model), parsed.GetValue(TrainOptions.Type), parsed.GetValue(TrainOptions.TypeVersion)?.ToString(), publish?.Name,
            parsed.GetValue(TrainOptions.Into) ?? (publish is null ? "parameters" : null))
        {
            Task = parsed.GetValue(TrainOptions.Task),
            Seed = parsed.GetValue(TrainOptions.Seed),
            Patience = parsed.GetValue(TrainOptions.Patience),
            Checkpoint = parsed.GetValue(TrainOptions.Checkpoint),
            Metadata = parsed.GetValue(SharedOptions.Metadata),
        };
        return isProject || (request.Type ?? request.TypeVersion) is not { } other
            ? request
            : throw new UsageException("--type and --type-version are for projects, and --model names a model type", other, "leave them out, or name the project's folder with --model");
    }

    private static Reference Registry(string model) => Reference.TryParse(model, ReferenceKind.Type, out var refusal)
        ?? throw new UsageException(refusal, model, "name the folder of a project, such as '.', or a registered model type with --model");
}
