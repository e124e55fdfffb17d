using System.CommandLine;
using Mlp.Cli.Deploying;
using Mlp.Cli.Output;
using Mlp.Cli.Releases;
using Mlp.Wire;

namespace Mlp.Cli.Commands;

/// <summary><c>mlp deploy</c>: on a target, the latest of every standalone pair serves.</summary>
internal static class DeployCommand
{
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Prints the plan; nothing is changed." };

    private static readonly Option<bool> Prune = new("--prune") { Description = "Retires what serves and is no pair any more." };

    private static readonly Option<bool> Refresh = new("--refresh") { Description = "Also replaces what is the latest already, by the same on this version of the serving program." };

    public static Command Create(EnvironmentSettings environment)
    {
        var command = new ExampleCommand(
            "deploy",
            "Lets the latest of every standalone pair serve: prints the plan, rolls out pair by pair, waits until each answers a prediction, and switches without losing a request.",
            "mlp deploy",
            "mlp deploy --model beam_line --dry-run",
            "mlp deploy --all --prune",
            "mlp deploy --target docker --repository registry.example.org/models",
            "mlp deploy --target kubernetes --render manifests")
        {
            DeployOptions.Model, SharedOptions.Parameters, DeployOptions.All, ReleaseOptions.Project, DeployOptions.Target, DryRun, Prune, Refresh,
            KubernetesOptions.Render, KubernetesOptions.Settings, KubernetesOptions.Images, KubernetesOptions.Kubeconfig, KubernetesOptions.Context, KubernetesOptions.Namespace,
            KubernetesOptions.Timeout, KubernetesOptions.ForceConflicts, ImageOptions.Repository, ImageOptions.Base, ImageOptions.PlainHttp,
            PipelineOptions.Report, PipelineOptions.DotEnv,
        };
        command.SetAction((parsed, ct) => Deploy(parsed, environment, ct));
        return command;
    }

    private static async Task<int> Deploy(ParseResult parsed, EnvironmentSettings environment, Ct ct)
    {
        var terminal = GlobalOptions.Terminal(parsed);
        using var report = JobReport.Open(parsed, environment, DryRun);
        var here = new CheckedOut(environment);
        var scope = await DeployScope.Of(
            parsed.GetValue(DeployOptions.Model), parsed.GetValue(SharedOptions.Parameters), parsed.GetValue(DeployOptions.All), parsed.GetValue(ReleaseOptions.Project), here, ct);
        var name = await DeployOptions.TargetOf(parsed, here, ct);
        if (name == KubernetesOptions.Kubernetes)
        {
            return await DeployToCluster(parsed, scope, here, terminal, report, environment, ct);
        }

        KubernetesOptions.Refuse(parsed, name);
        if (name == DeploymentTarget.Local)
        {
            ImageOptions.Refuse(parsed, name);
        }

        await using var registry = parsed.GetValue(DryRun)
            ? await RegistryAccess.Open(parsed.GetValue(GlobalOptions.Registry), environment, ct)
            : await RegistryAccess.OpenServer(parsed.GetValue(GlobalOptions.Registry), environment, terminal, ct);
        var plan = await DeployPlan.Make(registry.Client, scope, name, parsed.GetValue(Prune), parsed.GetValue(Refresh), ct);
        var images = name == DeploymentTarget.Docker && !parsed.GetValue(DryRun) ? await Images(parsed, environment, registry.Client, here, ct) : null;
        using var opened = images as IDisposable;
        var done = await CarryOut(parsed, plan, new RegistryTarget(registry.Client, name, images), terminal, ct);
        await report.Deployed(done, ct);
        return Tell(terminal, done);
    }

    private static async Task<int> DeployToCluster(ParseResult parsed, DeployScope scope, CheckedOut here, Terminal terminal, JobReport report, EnvironmentSettings environment, Ct ct)
    {
        var (isDry, refresh, isRendered) = (parsed.GetValue(DryRun), parsed.GetValue(Refresh), parsed.GetValue(KubernetesOptions.Render) is not null);
        KubernetesOptions.RefuseWithRender(parsed, DryRun, Prune, PipelineOptions.Report, PipelineOptions.DotEnv);
        await using var registry = await RegistryAccess.Open(parsed.GetValue(GlobalOptions.Registry), environment, ct);
        var images = isDry ? null : await Images(parsed, environment, registry.Client, here, ct);
        using var opened = images as IDisposable;
        var kubernetes = await KubernetesDeploy.Open(parsed, environment, terminal, registry.Client, images, parsed.GetValue(ReleaseOptions.Project), ct);
        if (isRendered)
        {
            var files = await kubernetes.Render(scope, refresh, ct);
            terminal.Answer(files, string.Join('\n', files.Select(file => $"{file.Outcome,-9}  {file.File}")));
            return ExitCode.Ok;
        }

        var target = await kubernetes.Target(ct);
        var plan = await KubernetesDeploy.Refine(await DeployPlan.Make(registry.Client, scope, target.Name, parsed.GetValue(Prune), refresh, ct), target, ct);
        var done = await CarryOut(parsed, plan, target, terminal, ct);
        if (!isDry && parsed.GetValue(Prune) && scope is { Model: null, Parameters: null, Project: { } project })
        {
            var pruned = await target.Prune(project, plan.Where(planned => planned.Action != DeployAction.Retire).Select(planned => (planned.Type, planned.Parameters)), ct);
            pruned.ToList().ForEach(each => terminal.Note($"deleted {each}, which no pair needs"));
        }

        await report.Deployed(done, ct);
        return Tell(terminal, done);
    }

    private static async Task<IReadOnlyList<DeployedPair>> CarryOut(ParseResult parsed, IReadOnlyList<PlannedDeployment> plan, IDeployTarget target, Terminal terminal, Ct ct)
    {
        Tell(terminal, plan);
        return parsed.GetValue(DryRun) ? [.. plan.Select(planned => Deployer.Planned(planned, target.Name))] : await new Deployer(target, terminal).Run(plan, parsed.GetValue(Refresh), ct);
    }

    private static int Tell(Terminal terminal, IReadOnlyList<DeployedPair> done)
    {
        if (terminal.Format == OutputFormat.Json)
        {
            terminal.Json(done);
        }

        var failed = done.Count(pair => pair.Outcome == "failed");
        return failed == 0 ? ExitCode.Ok : throw DeployErrors.SomeFailed(failed, done.Count);
    }

    private static Task<IImageSupply> Images(ParseResult parsed, EnvironmentSettings environment, Client client, CheckedOut here, Ct ct) =>
        ImageSupplies.Open(parsed, environment, client, here, parsed.GetValue(ReleaseOptions.Project), ct);

    public static void Tell(Terminal terminal, IReadOnlyList<PlannedDeployment> plan)
    {
        if (plan.Count == 0)
        {
            terminal.Note("no standalone pair: declare a model with Standalone = true, register it, and publish parameters");
        }

        foreach (var planned in terminal.Format == OutputFormat.Text ? plan : [])
        {
            terminal.Line(planned.Text);
        }
    }
}
