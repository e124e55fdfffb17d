using System.CommandLine;
using Mlp.Cli.Deploying;
using Mlp.Cli.Images;
using Mlp.Cli.Output;
using Mlp.Wire;

namespace Mlp.Cli.Commands;

/// <summary><c>mlp images</c>: pairs become container images.</summary>
internal static class ImagesCommand
{
    private const int AtOnce = 8;

    private static readonly Option<bool> Push = new("--push") { Description = "Brings the images to their repositories; otherwise it is only told what they would be." };

    private static readonly Option<bool> Refresh = new("--refresh") { Description = "On the newest base and this version of the serving program, also where the pair runs on others." };

    public static Command Create(EnvironmentSettings environment)
    {
        var command = new ExampleCommand(
            "images",
            "Composes the container images of the standalone pairs from their layers, without a build and without a daemon, and prints each by digest.",
            "mlp images --repository registry.example.org/models",
            "mlp images --push",
            "mlp images --push --all --base registry.example.org/dotnet/aspnet:10.0")
        {
            DeployOptions.Model, SharedOptions.Parameters, DeployOptions.All, ReleaseOptions.Project, Push, Refresh, ImageOptions.Repository, ImageOptions.Base, ImageOptions.PlainHttp,
        };
        command.SetAction((parsed, ct) => Make(parsed, environment, ct));
        return command;
    }

    private static async Task<int> Make(ParseResult parsed, EnvironmentSettings environment, Ct ct)
    {
        var terminal = GlobalOptions.Terminal(parsed);
        var scope = await DeployScope.Of(
            parsed.GetValue(DeployOptions.Model), parsed.GetValue(SharedOptions.Parameters), parsed.GetValue(DeployOptions.All), parsed.GetValue(ReleaseOptions.Project), environment, ct);
        var settings = await ImageErrors.Told(() => ImageOptions.Read(parsed, environment, ct));
        await using var registry = await RegistryAccess.Open(parsed.GetValue(GlobalOptions.Registry), environment, ct);
        using var builder = new ImageBuilder(registry.Client, settings, environment.Client.CacheFolder);
        var pairs = await scope.Pairs(registry.Client, ct).ToListAsync(ct);
        var made = new Made[pairs.Count];
        await Parallel.ForAsync(0, pairs.Count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (i, token) =>
            made[i] = await Make(pairs[i], builder, settings, parsed, token));
        Tell(terminal, made);
        return ExitCode.Ok;
    }

    private static async Task<Made> Make(Pair pair, ImageBuilder builder, ImageSettings settings, ParseResult parsed, Ct ct)
    {
        if (parsed.GetValue(Push))
        {
            var pushed = await builder.Push(pair, parsed.GetValue(Refresh), ct);
            return new(pair.Type, pair.TypeVersion, pair.Parameters, pair.ParametersVersion, pushed.Reference, pushed.IsUnchanged ? "unchanged" : "pushed", pushed.Serving, pushed.Base);
        }

        var target = settings.Of(pair.Type, pair.Parameters).Name;
        var composed = await builder.Compose(pair, parsed.GetValue(Refresh), ct);
        return new(pair.Type, pair.TypeVersion, pair.Parameters, pair.ParametersVersion, $"{target}@{composed.Image.Digest}", "composed", composed.Serving, composed.Base);
    }

    private static void Tell(Terminal terminal, Made[] made)
    {
        if (terminal.Format == OutputFormat.Json)
        {
            terminal.Json(made);
            return;
        }

        foreach (var each in made)
        {
            terminal.Line($"{each.Outcome} {each.Image}");
        }

        if (made.Length == 0)
        {
            terminal.Note("no standalone pair: declare a model with Standalone = true, register it, and publish parameters");
        }
    }

    private sealed record Made(string Type, string TypeVersion, string Parameters, string ParametersVersion, string Image, string Outcome, string Serving, string? Base);
}
