using System.CommandLine;

namespace Mlp.Cli.Commands;

/// <summary><c>mlp data</c>: looks at the events that models are trained on, as they are fed to them.</summary>
internal static class DataCommand
{
    public static Command Create(EnvironmentSettings environment) => new ExampleCommand(
        "data",
        "Looks at the events that models are trained on, as they are fed to them: their extents, their distributions, and the chunks that they become.",
        "mlp data specs --files files.txt --params params.json",
        "mlp data chunks --files signal.root,background.root --labels 1,0 --params params.json --into chunks")
    {
        DataSpecsCommand.Create(environment),
        DataChunksCommand.Create(environment),
        DataPlotCommand.Create(environment),
    };
}
