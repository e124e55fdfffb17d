using System.CommandLine;

namespace Mlp.Cli.Commands;

/// <summary><c>mlp grant</c>: names that more than their own project may use.</summary>
internal static class GrantCommand
{
    public static Command Create(EnvironmentSettings environment) => new ExampleCommand(
        "grant",
        "Lets other projects use a name; for publishers of the project that owns it.",
        "mlp grant add beam_line_weights gitlab.example.org/beams/other",
        "mlp grant list beam_line_weights")
    {
        GrantListCommand.Create(environment),
        GrantChangeCommand.CreateAdd(environment),
        GrantChangeCommand.CreateRemove(environment),
    };
}
