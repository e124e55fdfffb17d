using System.CommandLine;
using Mlp.Cli.Deploying;
using Mlp.Cli.Images;
using Mlp.Cli.Images.Outputs;
using Mlp.Cli.Output;
using Mlp.Cli.Releases;
using Mlp.Oci;
using Mlp.Wire;

namespace Mlp.Cli.Commands;

/// <summary><c>mlp images</c>: pairs become container images.</summary>
internal static class ImagesCommand
{
    private const int AtOnce = 8;

    private static readonly Option<bool> Refresh = new("--refresh") { Description = "On the newest base and this version of the serving program, also where the pair runs on others." };

    public static Command Create(EnvironmentSettings environment)
    {
        var command = new ExampleCommand(
            "images",
            "Composes the container images of the standalone pairs from their layers, without a build and without a daemon, and prints each by digest.",
            "mlp images --repository registry.example.org/models",
            "mlp images --push",
            "mlp images --load --model beam_line --parameters beam_line_weights",
            "mlp images --layout images",
            "mlp images --push --all --base registry.example.org/dotnet/aspnet:10.0")
        {
            DeployOptions.Model, SharedOptions.Parameters, DeployOptions.All, ReleaseOptions.Project, Refresh, ImageOptions.Repository, ImageOptions.Base, ImageOptions.PlainHttp,
            PipelineOptions.Report, PipelineOptions.DotEnv,
        };
        ImageOutputs.Options.ToList().ForEach(command.Add);
        command.SetAction((parsed, ct) => Make(parsed, environment, ct));
        return command;
    }

    private static async Task<int> Make(ParseResult parsed, EnvironmentSettings environment, Ct ct)
    {
        ImageOutputs.Demand(parsed);
        var terminal = GlobalOptions.Terminal(parsed);
        using var report = JobReport.Open(parsed, environment);
        var here = new CheckedOut(environment);
        await using var registry = await RegistryAccess.Open(parsed.GetValue(GlobalOptions.Registry), environment, ct);
        var running = new RunningImages(registry.Client);
        running.Ask(ct); // The registries come up while git answers.
        var scope = DeployScope.Of(
            parsed.GetValue(DeployOptions.Model), parsed.GetValue(SharedOptions.Parameters), parsed.GetValue(DeployOptions.All), parsed.GetValue(ReleaseOptions.Project), here, ct);
        var settings = await ImageErrors.Told(() => ImageOptions.Read(parsed, environment, here, parsed.GetValue(ReleaseOptions.Project), ct));
        using var builder = new ImageBuilder(registry.Client, settings, environment.Client.CacheFolder, running);
        builder.Begin(ct);
        var pairs = await (await scope).Pairs(registry.Client, ct).ToListAsync(ct);
        var output = await ImageErrors.Told(() => Task.FromResult(ImageOutputs.Open(parsed, environment)));
        using var opened = output as IDisposable;
        if (output is ArchiveOutput && pairs.Count > 1)
        {
            throw ImageErrors.SeveralForOneFile(output.Place, pairs.Count);
        }

        // A folder or an engine has what the first image brought before the second one asks for it.
        var made = new Made[pairs.Count];
        await Parallel.ForAsync(0, pairs.Count, new ParallelOptions { MaxDegreeOfParallelism = output is null ? AtOnce : 1, CancellationToken = ct }, async (i, token) =>
            made[i] = parsed.GetValue(ImageOutputs.Push) ? await Push(pairs[i], builder, parsed.GetValue(Refresh), token)
                : output is null ? await Compose(pairs[i], builder, settings, parsed.GetValue(Refresh), token)
                : await Write(pairs[i], builder, settings, output, parsed.GetValue(Refresh), token));
        Tell(terminal, made);
        report.Composed([.. made.Select(each => each.Image)], parsed.GetValue(ImageOutputs.Push));
        return ExitCode.Ok;
    }

    private static async Task<Made> Push(Pair pair, ImageBuilder builder, bool refresh, Ct ct)
    {
        var pushed = await builder.Push(pair, refresh, ct);
        return new(pair.Type, pair.TypeVersion, pair.Parameters, pair.ParametersVersion, pushed.Reference, pushed.IsUnchanged ? "unchanged" : "pushed", pushed.Serving, pushed.Base);
    }

    private static async Task<Made> Compose(Pair pair, ImageBuilder builder, ImageSettings settings, bool refresh, Ct ct)
    {
        var composed = await builder.Compose(pair, refresh, ct);
        return Of(pair, composed, settings.NameOf(pair.Type, pair.Parameters, ImageBuilder.Tag(pair)), "composed", place: null);
    }

    private static async Task<Made> Write(Pair pair, ImageBuilder builder, ImageSettings settings, IImageOutput output, bool refresh, Ct ct)
    {
        var composed = await builder.Compose(pair, refresh, ct);
        var name = settings.NameOf(pair.Type, pair.Parameters, ImageBuilder.Tag(pair));
        var outcome = await ImageErrors.Told(() => output.Write(composed.Image, name, ct));
        return Of(pair, composed, name, $"{outcome}".ToLowerInvariant(), output.Place);
    }

    private static Made Of(Pair pair, ComposedImage composed, ImageReference name, string outcome, string? place) => new(
        pair.Type, pair.TypeVersion, pair.Parameters, pair.ParametersVersion, $"{name.WithDigest(composed.Image.Digest)}", outcome, composed.Serving, composed.Base, place);

    private static void Tell(Terminal terminal, Made[] made)
    {
        if (terminal.Format == OutputFormat.Json)
        {
            terminal.Json(made);
            return;
        }

        foreach (var each in made)
        {
            terminal.Line($"{each.Outcome} {each.Image}{(each.Place is null ? "" : $" in {each.Place}")}");
        }

        if (made.Length == 0)
        {
            terminal.Note("no standalone pair: declare a model with Standalone = true, register it, and publish parameters");
        }
    }

    private sealed record Made(string Type, string TypeVersion, string Parameters, string ParametersVersion, string Image, string Outcome, string Serving, string? Base, string? Place = null);
}
