using System.CommandLine;
using Mlp.Cli.Checks;
using Mlp.Cli.Output;

namespace Mlp.Cli.Commands;

/// <summary><c>mlp doctor</c>: whether this machine, this clone and the registry can work together.</summary>
internal static class DoctorCommand
{
    public static Command Create(EnvironmentSettings environment)
    {
        var command = new ExampleCommand("doctor", "Looks at git, the clone, the SDK, the feed and the registry, and tells what keeps them from working.", "mlp doctor") { ReleaseOptions.Feed };
        command.SetAction((parsed, ct) => Examine(parsed, environment, ct));
        return command;
    }

    private static async Task<int> Examine(ParseResult parsed, EnvironmentSettings environment, Ct ct)
    {
        var terminal = GlobalOptions.Terminal(parsed);
        var symptoms = await new Doctor(environment, parsed.GetValue(GlobalOptions.Registry), parsed.GetValue(ReleaseOptions.Feed)).Examine(ct);
        if (terminal.Format == OutputFormat.Json)
        {
            terminal.Json(symptoms);
        }
        else
        {
            terminal.Table(
                symptoms,
                [
                    new("WHAT", symptom => symptom.What),
                    new("STATE", symptom => symptom.Outcome),
                    new("FOUND", symptom => symptom.Found),
                    new("REMEDY", symptom => symptom.Remedy),
                ]);
        }

        return symptoms.Any(symptom => symptom.Outcome == Symptom.Bad) ? ExitCode.Failed : ExitCode.Ok;
    }
}
