using System.CommandLine;
using Mlp.Cli.Output;
using Mlp.Wire;

namespace Mlp.Cli.Commands;

/// <summary><c>mlp pull</c>: parameters become a folder.</summary>
internal static class PullCommand
{
    private static readonly Argument<Reference> Subject = References.Argument(
        "name", "The parameters; without a version the latest, or with --model the latest that fits.", ReferenceKind.Parameters);

    private static readonly Option<Reference?> Model = References.Option(
        "--model", "The model type that they have to fit; without a version its latest, pre-releases aside.", ReferenceKind.Type);

    private static readonly Option<string?> To = new("--to")
    {
        Description = "The folder to make; it must not exist yet, or be empty. [./<name>-<version>]",
        HelpName = "folder",
    };

    public static Command Create(EnvironmentSettings environment)
    {
        var command = new ExampleCommand(
            "pull",
            "Downloads a version of parameters into a folder, verifies it, and prints the folder. The folder appears whole or not at all.",
            "mlp pull beam_line_weights",
            "mlp pull beam_line_weights@1.2 --to ./weights",
            "mlp pull beam_line_weights --model beam_line@1.2.0")
        {
            Subject, Model, To,
        };
        command.SetWork(environment, Pull);
        return command;
    }

    private static async Task Pull(ParseResult parsed, Client client, Terminal terminal, Ct ct)
    {
        var version = await Choose(client, parsed.GetRequiredValue(Subject), parsed.GetValue(Model), ct);
        var target = new PullTarget(parsed.GetValue(To) ?? $"{version.Name}-{version.Version}");
        target.Check();
        using (var story = terminal.Transfer(TimeProvider.System))
        {
            await target.Fill(folder => client.Parameters.PullAsync(version.Name, version.Version, folder, story, ct));
        }

        terminal.Detail($"digest: {version.Digest}");
        terminal.Note($"pulled {version.Name} {version.Version} ({Written.Size(version.Size)})");
        if (terminal.Format == OutputFormat.Json)
        {
            terminal.Json(version, ("folder", target.Folder));
        }
        else
        {
            terminal.Line(target.Folder);
        }
    }

    private static async Task<ParametersVersionInfo> Choose(Client client, Reference parameters, Reference? model, Ct ct)
    {
        if (model is null)
        {
            return await client.Parameters.GetVersionAsync(parameters.Name, parameters.Version ?? "latest", ct);
        }

        var type = model with { Version = (await client.Types.GetVersionAsync(model.Name, model.Version ?? "latest", ct)).Version };
        if (parameters.Version is null)
        {
            return await client.Types.LatestCompatibleAsync(type.Name, type.Version!, parameters.Name, ct);
        }

        var version = await client.Parameters.GetVersionAsync(parameters.Name, parameters.Version, ct);
        return await client.Compatibility.ListAsync(type.Name, type.Version, parameters.Name, parameters.Version, ct).AnyAsync(ct)
            ? version
            : throw CommandErrors.NotLinked(type.ToString(), parameters.ToString());
    }
}
