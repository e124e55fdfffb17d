using System.CommandLine;
using Mlp.Cli.Output;
using Mlp.Cli.Training;

namespace Mlp.Cli.Commands;

/// <summary><c>mlp data plot</c>: pictures of the features.</summary>
internal static class DataPlotCommand
{
    public static Command Create(EnvironmentSettings environment)
    {
        var command = new ExampleCommand(
            "plot",
            "Draws how the values of each feature are distributed, for each label, before and after the cuts: an SVG picture for each.",
            "mlp data plot --files signal.root,background.root --labels 1,0 --params params.json --preproc preproc.json --into pictures")
        {
            DataOptions.Files, DataOptions.Labels, DataOptions.Params, DataOptions.Preproc, DataOptions.Dtype, DataOptions.Into,
        };
        command.SetDataWork(environment, Draw);
        return command;
    }

    private static async Task Draw(ParseResult parsed, DataWork work, Ct ct)
    {
        var data = await work.Open(ct);
        var pictures = await work.Draw(data, parsed.GetRequiredValue(DataOptions.Into), ct);
        if (work.Terminal.Format == OutputFormat.Json)
        {
            work.Terminal.Json(new { pictures });
            return;
        }

        foreach (var picture in pictures)
        {
            work.Terminal.Line(picture);
        }
    }
}
