using System.CommandLine;
using Mlp.Cli.Output;

namespace Mlp.Cli.Commands;

/// <summary><c>mlp token revoke</c>: makes a token worthless, at once.</summary>
internal static class TokenRevokeCommand
{
    private static readonly Argument<long> Id = new("id") { Description = "Its id, from mlp token list." };

    public static Command Create(EnvironmentSettings environment)
    {
        var command = new ExampleCommand("revoke", "Makes a token worthless, at once.", "mlp token revoke 7") { Id };
        command.SetWork(environment, Revoke);
        return command;
    }

    private static async Task Revoke(ParseResult parsed, Client client, Terminal terminal, Ct ct)
    {
        var token = await client.Tokens.RevokeAsync(parsed.GetValue(Id), ct);
        terminal.Answer(token, $"revoked {token.Id} {token.Name}");
    }
}
