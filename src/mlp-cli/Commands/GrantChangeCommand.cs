using System.CommandLine;
using Mlp.Cli.Output;
using Mlp.Wire;

namespace Mlp.Cli.Commands;

/// <summary><c>mlp grant add</c> and <c>mlp grant remove</c>.</summary>
internal static class GrantChangeCommand
{
    private static readonly Argument<Reference> Name = References.Argument("name", "A model type or parameters.", versions: VersionRule.Refused);

    private static readonly Argument<string> Project = new("project")
    {
        Description = "The other project's id, as in gitlab.example.org/beams/other.",
        CustomParser = result =>
        {
            if (ProjectId.TryParse(result.Tokens[0].Value) is null)
            {
                result.AddError($"'{result.Tokens[0].Value}' is not a project id: write host/path of its repository, without scheme and '.git', with '#prefix' where its tags have one");
            }

            return result.Tokens[0].Value;
        },
    };

    public static Command CreateAdd(EnvironmentSettings environment) => Create(
        environment,
        "add",
        "Lets another project use a name.",
        "mlp grant add beam_line_weights gitlab.example.org/beams/other",
        "granted",
        client => client.Grants.AddAsync);

    public static Command CreateRemove(EnvironmentSettings environment) => Create(
        environment,
        "remove",
        "Takes a grant back; what was published under it stays.",
        "mlp grant remove beam_line_weights gitlab.example.org/beams/other",
        "no longer granted",
        client => client.Grants.RemoveAsync);

    public static string? Text(ReferenceKind? kind) => kind switch
    {
        ReferenceKind.Type => "type",
        ReferenceKind.Parameters => "parameters",
        _ => null,
    };

    private static ExampleCommand Create(
        EnvironmentSettings environment, string name, string description, string example, string done, Func<Client, Func<Grant, Ct, Task<Grant>>> change)
    {
        var command = new ExampleCommand(name, description, example) { Name, Project, SharedOptions.Kind };
        command.SetWork(environment, async (parsed, client, terminal, ct) =>
        {
            var subject = parsed.GetRequiredValue(Name);
            var kind = await client.KindOf(subject, parsed.GetValue(SharedOptions.Kind), ct);
            var grant = await change(client)(new(Text(kind)!, subject.Name, parsed.GetRequiredValue(Project)), ct);
            Tell(grant, done, terminal);
        });
        return command;
    }

    private static void Tell(Grant grant, string done, Terminal terminal)
    {
        terminal.Answer(grant, $"{done} {grant.Kind} {grant.Name} to {grant.Project}");
    }
}
