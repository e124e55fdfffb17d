using System.CommandLine;
using Mlp.Cli.Output;
using Mlp.Wire;

namespace Mlp.Cli.Commands;

/// <summary><c>mlp token list</c>: the tokens, without their secrets.</summary>
internal static class TokenListCommand
{
    public static Command Create(EnvironmentSettings environment)
    {
        var command = new ExampleCommand("list", "Lists the tokens, without their secrets.", "mlp token list") { SharedOptions.Limit };
        command.SetWork(environment, List);
        return command;
    }

    private static Task List(ParseResult parsed, Client client, Terminal terminal, Ct ct) => terminal.Write(
        client.Tokens.ListAsync(ct),
        parsed.GetValue(SharedOptions.Limit),
        "tokens",
        [
            new Column<Token>("ID", token => Written.Number(token.Id)),
            new("NAME", token => token.Name),
            new("ROLE", token => token.Role),
            new("PROJECT", token => token.Project),
            new("CREATED", token => Written.Time(token.CreatedAt)),
            new("EXPIRES", token => Written.Time(token.ExpiresAt)),
            new("LAST USED", token => Written.Time(token.LastUsedAt)),
            new("REVOKED", token => Written.Time(token.RevokedAt)),
        ],
        ct);
}
