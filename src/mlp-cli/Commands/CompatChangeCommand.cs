using System.CommandLine;
using Mlp.Cli.Output;
using Mlp.Wire;

namespace Mlp.Cli.Commands;

/// <summary><c>mlp compat add</c> and <c>mlp compat remove</c>: links by hand.</summary>
internal static class CompatChangeCommand
{
    private static readonly Argument<Reference> Type = References.Versioned("type", "The version of the model type.", ReferenceKind.Type);

    private static readonly Argument<Reference> Parameters = References.Versioned("parameters", "The version of the parameters.", ReferenceKind.Parameters);

    public static Command CreateAdd(EnvironmentSettings environment) => Create(
        environment,
        "add",
        "Links two versions: the parameters fit the model type.",
        "mlp compat add beam_line@1.2.0 beam_line_weights@1.4 --reason 'compared on the data of May'",
        client => client.Compatibility.AddAsync);

    public static Command CreateRemove(EnvironmentSettings environment) => Create(
        environment,
        "remove",
        "Removes the link of two versions, wherever it comes from: the parameters do not fit the model type.",
        "mlp compat remove beam_line@1.2.0 beam_line_weights@1.4 --reason 'diverges above 400 GeV'",
        client => client.Compatibility.RemoveAsync);

    private static ExampleCommand Create(
        EnvironmentSettings environment, string name, string description, string example, Func<Client, Func<ChangeLink, Ct, Task<ChangedLink>>> change)
    {
        var command = new ExampleCommand(name, description, example) { Type, Parameters, SharedOptions.Reason };
        command.SetWork(environment, async (parsed, client, terminal, ct) =>
        {
            var (type, parameters) = (parsed.GetRequiredValue(Type), parsed.GetRequiredValue(Parameters));
            var link = new ChangeLink(type.Name, type.Version!, parameters.Name, parameters.Version!, parsed.GetValue(SharedOptions.Reason));
            Tell(await change(client)(link, ct), $"{type} {parameters}", terminal);
        });
        return command;
    }

    private static void Tell(ChangedLink changed, string link, Terminal terminal)
    {
        terminal.Answer(changed, $"{changed.Outcome} {link}");
    }
}
