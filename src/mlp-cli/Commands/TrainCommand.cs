using System.CommandLine;
using Mlp.Cli.Training;

namespace Mlp.Cli.Commands;

/// <summary><c>mlp train</c>: fits a model to events as a stream, and publishes its parameters.</summary>
internal static class TrainCommand
{
    public static Command Create(EnvironmentSettings environment)
    {
        var command = new ExampleCommand(
            "train",
            "Fits a model to files of events of any size, chunk by chunk, tells how well it does, and publishes its parameters under the next version.",
            "mlp train --files files.txt --labels labels.txt --model . --params params.json",
            "mlp train --files signal.root,background.root --labels 1,0 --model src/Higgs --params params.json --preproc preproc.json --publish higgs_weights",
            "mlp train --files events.csv --labels kind --model higgs@1.2.0 --publish higgs_weights --patience 3 --checkpoint checkpoint")
        {
            DataOptions.Files, DataOptions.Labels, TrainOptions.Model, TrainOptions.Type, TrainOptions.TypeVersion, DataOptions.Params, DataOptions.Preproc, DataOptions.Specs, DataOptions.Dtype,
            TrainOptions.Task, TrainOptions.Seed, TrainOptions.Patience, TrainOptions.Checkpoint, TrainOptions.Into, TrainOptions.Publish, SharedOptions.Metadata,
        };
        command.SetAction((parsed, ct) => Train(parsed, environment, ct));
        return command;
    }

    private static async Task<int> Train(ParseResult parsed, EnvironmentSettings environment, Ct ct)
    {
        var terminal = GlobalOptions.Terminal(parsed);
        var request = TrainRequest.From(parsed);
        WorkFolder.RemoveAbandoned(Path.GetTempPath(), TimeProvider.System);
        using var work = new WorkFolder();
        await using var registry = await RegistryAccess.Open(parsed.GetValue(GlobalOptions.Registry), environment, ct);
        await DataOptions.Translated(() => new TrainRun(request, new(parsed, environment, terminal), new(environment, terminal, work.Path), registry.Client).Run(ct));
        return ExitCode.Ok;
    }
}
