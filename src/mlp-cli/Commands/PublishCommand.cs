using System.CommandLine;
using Mlp.Cli.Output;

namespace Mlp.Cli.Commands;

/// <summary><c>mlp publish</c>: a file or folder becomes a version of parameters.</summary>
internal static class PublishCommand
{
    private const string Auto = "auto";

    private static readonly Argument<Reference> Name = References.Argument(
        "parameters-name", "The parameters name.", ReferenceKind.Parameters, VersionRule.Refused);

    private static readonly Argument<string> Source = new("path") { Description = "The folder that holds the parameters, or a single file." };

    private static readonly Option<Reference?> Model = CreateModel();

    private static readonly Option<ParametersVersion?> Version = new("--version")
    {
        Description = "The version, or auto for the next one. [auto]",
        HelpName = "auto|major.minor",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            var version = ParametersVersion.TryParse(text);
            if (version is null && text != Auto)
            {
                result.AddError($"'{text}' is not a version of parameters: write auto, or MAJOR.MINOR as in 1.2");
            }

            return version;
        },
    };

    private static readonly Option<bool> NoInherit = new("--no-inherit")
    {
        Description = "The new version fits the one it was published from and no other: it inherits no links.",
    };

    public static Command Create(EnvironmentSettings environment)
    {
        var command = new ExampleCommand(
            "publish",
            "Publishes a folder or file as a new version of parameters, and prints the version.",
            "mlp publish beam_line_weights ./weights --model beam_line",
            "mlp publish beam_line_weights weights.bin --model beam_line@1.2.0 --metadata energy=450GeV --metadata machine=sps",
            "mlp publish beam_line_weights ./weights --model beam_line --version 2.0 --no-inherit")
        {
            Name, Source, Model, Version, SharedOptions.Metadata, NoInherit,
        };
        command.SetWork(environment, Publish);
        return command;
    }

    private static async Task Publish(ParseResult parsed, Client client, Terminal terminal, Ct ct)
    {
        var model = parsed.GetValue(Model)!;
        var typeVersion = model.Version ?? (await client.Types.GetVersionAsync(model.Name, ct: ct)).Version;
        terminal.Detail($"model type: {model.Name} {typeVersion}");
        using var story = terminal.Transfer(TimeProvider.System);
        var published = await client.PublishParametersAsync(
            parsed.GetRequiredValue(Source),
            parsed.GetRequiredValue(Name).Name,
            model.Name,
            typeVersion,
            parsed.GetValue(Version) is { } version ? version : Client.Auto,
            parsed.GetValue(SharedOptions.Metadata),
            story,
            inherit: !parsed.GetValue(NoInherit),
            ct);
        story.Dispose();
        terminal.Detail($"digest: {published.Digest}");
        terminal.Note($"published {published.Name} {published.Version} for {model.Name} {typeVersion} ({Written.Size(published.Size)})");
        terminal.Answer(published, published.Version);
    }

    private static Option<Reference?> CreateModel()
    {
        var model = References.Option("--model", "The model type that they are for; without a version its latest, pre-releases aside.", ReferenceKind.Type);
        model.Required = true;
        return model;
    }
}
