using System.CommandLine;
using Mlp.Cli.Output;
using Mlp.Cli.Running;

namespace Mlp.Cli.Commands;

/// <summary><c>mlp run</c>: a model serves on this machine, until the command is interrupted.</summary>
internal static class RunCommand
{
    private static readonly TimeSpan AskedEvery = TimeSpan.FromSeconds(3);

    private static readonly Argument<Reference?> Type = References.Optional("type", "The model type; without a version, the latest that fits.", ReferenceKind.Type);

    private static readonly Argument<Reference?> Parameters = References.Optional("parameters", "The parameters; without a version, the latest that fit.", ReferenceKind.Parameters);

    private static readonly Option<string?> From = new("--from") { Description = "The folder of a built project in place of a released version, as in src/Beam/bin/Release/net10.0.", HelpName = "folder" };

    private static readonly Option<string?> With = new("--with") { Description = "A folder with parameters in place of published ones.", HelpName = "folder" };

    private static readonly Option<int> Port = new("--port") { Description = "Where it listens on this machine; 0 takes a free port.", HelpName = "number", DefaultValueFactory = _ => 8080 };

    public static Command Create(EnvironmentSettings environment)
    {
        var command = new ExampleCommand(
            "run",
            "Serves a model on this machine, as its image would, until it is interrupted. New builds in a folder, and new versions that fit, are taken up as they come.",
            "mlp run beam_line beam_line_weights",
            "mlp run beam_line@1.2.0 beam_line_weights@1.4 --port 9000",
            "mlp run beam_line beam_line_weights --from src/Beam/bin/Debug/net10.0")
        {
            Type, Parameters, From, With, Port,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(Port) is < 0 or > ushort.MaxValue)
            {
                result.AddError($"'{result.GetValue(Port)}' is no port: give 0 to {ushort.MaxValue}");
            }
        });
        command.SetAction((parsed, ct) => Run(parsed, environment, ct));
        return command;
    }

    private static async Task<int> Run(ParseResult parsed, EnvironmentSettings environment, Ct ct)
    {
        var request = new RunRequest(parsed.GetValue(Type), parsed.GetValue(Parameters), parsed.GetValue(From), parsed.GetValue(With), parsed.GetValue(Port));
        request.Check();
        var terminal = GlobalOptions.Terminal(parsed);
        using var work = new WorkFolder();
        await using var registry = await RegistryAccess.Open(parsed.GetValue(GlobalOptions.Registry), environment, ct);
        var source = new RunSource(registry.Client, request, work.Path);
        var model = await source.Resolve(ct);
        Tell(terminal, "running", model);
        using var child = ServingChild.Start(await source.Fetch(model, ct), model.Type?.Type ?? request.Type?.Name, request.Port);
        await FollowRegistry(source, model, request, child, terminal, ct);
        if (!ct.IsCancellationRequested)
        {
            throw RunErrors.Ended(child.ExitCode);
        }

        await child.Stop();
        return ExitCode.Ok;
    }

    // Until the process has ended by itself, or the command is interrupted.
    private static async Task FollowRegistry(RunSource source, RunnableModel running, RunRequest request, ServingChild child, Terminal terminal, Ct ct)
    {
        var ended = child.Ended(Ct.None);
        while (!ct.IsCancellationRequested && await Task.WhenAny(ended, Task.Delay(AskedEvery, ct)) != ended)
        {
            if (request.NeedsRegistry && await TryFetch(source, running, terminal, ct) is var (model, folders))
            {
                Tell(terminal, "taking up", model);
                await child.Serve(folders);
                running = model;
            }
        }
    }

    // What runs goes on while the registry cannot be asked. Null where nothing is new.
    private static async Task<(RunnableModel Model, RunFolders Folders)?> TryFetch(RunSource source, RunnableModel running, Terminal terminal, Ct ct)
    {
        try
        {
            ct.ThrowIfCancellationRequested();
            var found = await source.Resolve(ct);
            return found.IsSame(running) ? null : (found, await source.Fetch(found, ct));
        }
        catch (Exception e) when (e is MlpException or CommandFailedException or OperationCanceledException)
        {
            terminal.Detail($"the registry was not asked for newer versions: {e.Message}");
            return null;
        }
    }

    private static void Tell(Terminal terminal, string what, RunnableModel model)
    {
        var (type, parameters) = (model.Type is { } t ? $"{t.Type} {t.Version}" : "the built model", model.Parameters is { } p ? $"{p.Name} {p.Version}" : "the parameters of the folder");
        terminal.Note($"{what} {type} with {parameters}");
    }
}
