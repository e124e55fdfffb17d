using System.CommandLine;

namespace Mlp.Cli.Commands;

/// <summary><c>mlp token</c>: who may do what.</summary>
internal static class TokenCommand
{
    public static Command Create(EnvironmentSettings environment) => new ExampleCommand(
        "token", "Makes, lists and revokes tokens; for administrators.", "mlp token create 'CI of awake' --role publisher", "mlp token list", "mlp token revoke 7")
    {
        TokenCreateCommand.Create(environment),
        TokenListCommand.Create(environment),
        TokenRevokeCommand.Create(environment),
    };
}
