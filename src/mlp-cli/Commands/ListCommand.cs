using System.CommandLine;

namespace Mlp.Cli.Commands;

/// <summary><c>mlp list</c>: reads the registry.</summary>
internal static class ListCommand
{
    public static Command Create(EnvironmentSettings environment) => new ExampleCommand(
        "list",
        "Lists what the registry has: tables for people, with --output json an array for programs.",
        "mlp list models",
        "mlp list pairs --type beam_line",
        "mlp list events --kind 'type-version.*' --limit 20 --output json")
    {
        ListModelsCommand.Create(environment),
        ListParametersCommand.Create(environment),
        ListPairsCommand.Create(environment),
        ListReleasesCommand.Create(environment),
        ListDeploymentsCommand.Create(environment),
        ListEventsCommand.Create(environment),
    };
}
