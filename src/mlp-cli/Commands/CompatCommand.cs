using System.CommandLine;

namespace Mlp.Cli.Commands;

/// <summary><c>mlp compat</c>: which versions fit.</summary>
internal static class CompatCommand
{
    public static Command Create(EnvironmentSettings environment) => new ExampleCommand(
        "compat",
        "Lists which versions of model types and parameters fit, and links or parts them by hand.",
        "mlp compat list beam_line@1.2.0",
        "mlp compat add beam_line@1.2.0 beam_line_weights@1.4")
    {
        CompatListCommand.Create(environment),
        CompatChangeCommand.CreateAdd(environment),
        CompatChangeCommand.CreateRemove(environment),
    };
}
