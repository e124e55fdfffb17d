using System.CommandLine;

namespace Mlp.Cli.Commands;

/// <summary><c>mlp hook</c>: pushed version tags are released by the repository that they are pushed to.</summary>
internal static class HookCommand
{
    /// <summary>What all of them are about.</summary>
    public static readonly Argument<string> Repository = new("repository") { Description = "The bare repository that is pushed to." };

    public static Command Create(EnvironmentSettings environment) => new ExampleCommand(
        "hook",
        "Lets a bare repository release the version tags that are pushed to it, without a forge.",
        "mlp hook install /srv/git/demo.git",
        "mlp hook status /srv/git/demo.git")
    {
        HookInstallCommand.Create(environment),
        HookStatusCommand.Create(environment),
        HookResumeCommand.Create(environment),
        HookRemoveCommand.Create(environment),
        HookReceiveCommand.Create(environment),
        HookWorkCommand.Create(environment),
        HookRunCommand.Create(environment),
    };
}
