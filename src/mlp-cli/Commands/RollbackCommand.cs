using System.CommandLine;
using Mlp.Cli.Deploying;
using Mlp.Cli.Output;
using Mlp.Server;
using Mlp.Wire;

namespace Mlp.Cli.Commands;

/// <summary><c>mlp rollback</c>: what served before serves again.</summary>
internal static class RollbackCommand
{
    private static readonly Option<string?> To = new("--to")
    {
        Description = "What served at this time, or the last that served with this version of the model type or of the parameters. [what served before]",
        HelpName = "time|version",
    };

    public static Command Create(EnvironmentSettings environment)
    {
        var command = new ExampleCommand(
            "rollback",
            "Brings back what served before, exactly as it ran. It stays until the next deployment.",
            "mlp rollback beam_line beam_line_weights",
            "mlp rollback beam_line beam_line_weights --to 1.2",
            "mlp rollback beam_line beam_line_weights --to 2026-03-01T12:00:00Z")
        {
            DeployOptions.Type, DeployOptions.Parameters, To, DeployOptions.Target,
            KubernetesOptions.Settings, KubernetesOptions.Kubeconfig, KubernetesOptions.Context, KubernetesOptions.Namespace, KubernetesOptions.Timeout, KubernetesOptions.ForceConflicts,
        };
        command.SetAction((parsed, ct) => RollBack(parsed, environment, ct));
        return command;
    }

    private static async Task<int> RollBack(ParseResult parsed, EnvironmentSettings environment, Ct ct)
    {
        var terminal = GlobalOptions.Terminal(parsed);
        var name = await DeployOptions.TargetOf(parsed, new(environment), ct);
        if (name == KubernetesOptions.Kubernetes)
        {
            await using var record = await RegistryAccess.Open(parsed.GetValue(GlobalOptions.Registry), environment, ct);
            var kubernetes = await KubernetesDeploy.Open(parsed, environment, terminal, record.Client, images: null, project: null, ct);
            return await RollBack(parsed, record.Client, await kubernetes.Target(ct), terminal, ct);
        }

        KubernetesOptions.Refuse(parsed, name);
        await using var registry = await RegistryAccess.OpenServer(parsed.GetValue(GlobalOptions.Registry), environment, terminal, ct);
        return await RollBack(parsed, registry.Client, new RegistryTarget(registry.Client, name, images: null), terminal, ct);
    }

    private static async Task<int> RollBack(ParseResult parsed, Client client, IDeployTarget target, Terminal terminal, Ct ct)
    {
        var (type, parameters, to) = (parsed.GetRequiredValue(DeployOptions.Type), parsed.GetRequiredValue(DeployOptions.Parameters), parsed.GetValue(To));
        var served = await client.Deployments.ListAsync(type, parameters, target.Name, ct: ct).Where(each => each.State is DeploymentState.Serving or DeploymentState.Ended).ToListAsync(ct);
        var earlier = Choose(served, to) ?? throw DeployErrors.NothingToRollBackTo(type, parameters, target.Name, to);
        terminal.Note($"rolling back to {earlier.TypeVersion} with {earlier.ParametersVersion}, which served from {Written.Time(earlier.StartedAt)} to {Written.Time(earlier.EndedAt)}");
        var restored = await target.Restore(earlier, ct);
        terminal.Answer(restored, $"serves {type} {restored.TypeVersion} with {parameters} {restored.ParametersVersion} at {restored.Endpoint}");
        return ExitCode.Ok;
    }

    // The newest comes first.
    private static Deployment? Choose(IReadOnlyList<Deployment> served, string? to)
    {
        var current = served.FirstOrDefault(each => each.State == DeploymentState.Serving);
        var others = served.Where(each => current is null || (each.TypeVersion, each.ParametersVersion, each.Serving, each.Image) != (current.TypeVersion, current.ParametersVersion, current.Serving, current.Image));
        if (to is null)
        {
            return others.FirstOrDefault();
        }

        return ZonedTime.TryParse(to) is { } time
            ? served.FirstOrDefault(each => each.StartedAt <= time && (each.EndedAt is null || each.EndedAt > time))
            : others.FirstOrDefault(each => each.TypeVersion == to || each.ParametersVersion == to);
    }
}
