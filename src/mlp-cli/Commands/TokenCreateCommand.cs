using System.CommandLine;
using Mlp.Cli.Output;
using Mlp.Wire;

namespace Mlp.Cli.Commands;

/// <summary><c>mlp token create</c>: makes a token, whose secret is the answer.</summary>
internal static class TokenCreateCommand
{
    private static readonly Argument<string> Name = new("name") { Description = "Who or what uses it; shown in the audit log." };

    private static readonly Option<string?> Role = CreateRole();

    private static readonly Option<string?> Project = new("--project")
    {
        Description = "The only project that it may write to. [all]",
        HelpName = "project",
    };

    private static readonly Option<DateTimeOffset?> Expires = new("--expires")
    {
        Description = "When it stops working: a time, or days or hours from now, as in 90d. [never]",
        HelpName = "time",
        CustomParser = result => Moment.TryReadFromNow(result.Tokens[0].Value, TimeProvider.System) ?? Moment.Refuse(result, ", or 90d or 12h from now"),
    };

    public static Command Create(EnvironmentSettings environment)
    {
        var command = new ExampleCommand(
            "create",
            "Makes a token and prints its secret, this once.",
            "mlp token create 'CI of awake' --role publisher --project gitlab.example.org/beams/awake --expires 365d",
            "mlp token create dashboard --role reader > dashboard.token")
        {
            Name, Role, Project, Expires,
        };
        command.SetWork(environment, Run);
        return command;
    }

    private static async Task Run(ParseResult parsed, Client client, Terminal terminal, Ct ct)
    {
        var request = new CreateToken(
            parsed.GetRequiredValue(Name), parsed.GetValue(Role)!, parsed.GetValue(Project), parsed.GetValue(Expires));
        var created = await client.Tokens.CreateAsync(request, ct);
        terminal.Note($"token {created.Token.Id} for '{created.Token.Name}', {created.Token.Role}; its secret is shown this once");
        terminal.Answer(created, created.Secret);
    }

    private static Option<string?> CreateRole()
    {
        var role = Choice.Option(
            "--role",
            "What it may do: readers read, publishers also register and publish, deployers also record deployments, admins do all.",
            "reader",
            "publisher",
            "deployer",
            "admin");
        role.Required = true;
        return role;
    }
}
