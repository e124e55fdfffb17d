using System.CommandLine;
using Mlp.Cli.Output;

namespace Mlp.Cli.Commands;

/// <summary><c>mlp deprecate</c>: says that a version should no longer be used, or takes that back.</summary>
internal static class DeprecateCommand
{
    private static readonly Argument<Reference> Subject = References.Versioned("name", "The version of a model type or of parameters.");

    private static readonly Option<bool> Undo = new("--undo") { Description = "Takes the deprecation back." };

    public static Command Create(EnvironmentSettings environment)
    {
        var command = new ExampleCommand(
            "deprecate",
            "Says that a version should no longer be used: it is chosen no more and passes nothing on, but stays where it is in use.",
            "mlp deprecate beam_line@1.2.0 --reason 'wrong sign of the current'",
            "mlp deprecate beam_line_weights@1.4 --reason 'fitted on damaged data'",
            "mlp deprecate beam_line@1.2.0 --undo")
        {
            Subject, SharedOptions.Reason, Undo,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(Undo) == result.GetResult(SharedOptions.Reason) is not null)
            {
                result.AddError("a deprecation needs --reason, and taking it back needs --undo alone");
            }
        });
        command.SetWork(environment, Deprecate);
        return command;
    }

    private static async Task Deprecate(ParseResult parsed, Client client, Terminal terminal, Ct ct)
    {
        var (subject, reason) = (parsed.GetRequiredValue(Subject), parsed.GetValue(SharedOptions.Reason));
        if (subject.Kind == ReferenceKind.Type)
        {
            Tell(subject, reason, await (reason is null
                ? client.Types.UndeprecateAsync(subject.Name, subject.Version!, ct)
                : client.Types.DeprecateAsync(subject.Name, subject.Version!, reason, ct)), terminal);
        }
        else
        {
            Tell(subject, reason, await (reason is null
                ? client.Parameters.UndeprecateAsync(subject.Name, subject.Version!, ct)
                : client.Parameters.DeprecateAsync(subject.Name, subject.Version!, reason, ct)), terminal);
        }
    }

    private static void Tell<T>(Reference subject, string? reason, T version, Terminal terminal)
    {
        terminal.Answer(version, $"{(reason is null ? "no longer deprecated:" : "deprecated")} {subject}");
    }
}
