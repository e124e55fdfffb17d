using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Mlp.Training;

namespace Mlp.Cli.Commands;

/// <summary>Options of <c>mlp train</c> alone.</summary>
internal static class TrainOptions
{
    public static readonly Option<string> Model = new("--model")
    {
        Description = "What is trained: the folder of a project, which is built; or a model type that is registered, without a version its latest.",
        HelpName = "folder|type[@version]",
        Required = true,
    };

    public static readonly Option<string?> Type = new("--type") { Description = "Which model, where the project has several.", HelpName = "name" };

    public static readonly Option<TypeVersion?> TypeVersion = new("--type-version")
    {
        Description = "The version of the model type that the project's code is. [the tag of the clean commit]",
        HelpName = "version",
        CustomParser = result =>
        {
            var version = Mlp.TypeVersion.TryParse(result.Tokens[0].Value);
            if (version is null)
            {
                result.AddError($"'{result.Tokens[0].Value}' is not a version of a model type: write MAJOR.MINOR.PATCH, as in 1.2.0");
            }

            return version;
        },
    };

    public static readonly Option<FitTask> Task = Choice.Option(
        "--task",
        "What the labels are: classes from 0 on, or values. [classification]",
        word => word == "regression" ? FitTask.Regression : FitTask.Classification,
        "classification",
        "regression");

    public static readonly Option<int> Seed = new("--seed") { Description = "What is held back, and every order, is drawn from it. [0]", HelpName = "number", CustomParser = result => Number(result, 0) };

    public static readonly Option<int?> Patience = new("--patience")
    {
        Description = "Stops after so many epochs that do not improve on the events held back for validation. [goes through all]",
        HelpName = "epochs",
        CustomParser = result => Number(result, 1),
    };

    public static readonly Option<string?> Checkpoint = new("--checkpoint")
    {
        Description = "A folder in which the fit leaves what it needs to go on after an interruption; called again, it does. [none]",
        HelpName = "folder",
    };

    public static readonly Option<string?> Into = new("--into") { Description = "The folder that gets the parameters. [parameters, unless they are published]", HelpName = "folder" };

    public static readonly Option<Reference?> Publish = References.Option("--publish", "Publishes the parameters under this name, with the next version.", ReferenceKind.Parameters, VersionRule.Refused);

    private static int Number(ArgumentResult result, int least)
    {
        if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least)
        {
            return number;
        }

        result.AddError($"'{result.Tokens[0].Value}' is not a number from {least} to {int.MaxValue}");
        return least;
    }
}
