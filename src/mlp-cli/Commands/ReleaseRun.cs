using System.CommandLine;
using Mlp.Cli.Deploying;
using Mlp.Cli.Releases;
using Mlp.Wire;

namespace Mlp.Cli.Commands;

/// <summary>Registering and then deploying, from the beginning or from where an earlier try stopped.</summary>
internal static class ReleaseRun
{
    private static readonly Option<bool> NoDeploy = new("--no-deploy") { Description = "Registers, and leaves what serves as it is." };

    // What says where and how pairs serve.
    private static readonly Option[] OfDeploying =
    [
        DeployOptions.Target, ImageOptions.Repository, ImageOptions.Base, ImageOptions.PlainHttp,
        KubernetesOptions.Kubeconfig, KubernetesOptions.Context, KubernetesOptions.Namespace, KubernetesOptions.Timeout, KubernetesOptions.ForceConflicts,
    ];

    public static IEnumerable<Option> Options => [NoDeploy, .. OfDeploying, PipelineOptions.Report, PipelineOptions.DotEnv];

    public static async Task<int> Run(
        ParseResult parsed, EnvironmentSettings environment, CheckedOut here, string? tag, Func<Registration, ReleaseTarget, Task<RegisteredRelease>> act, Ct ct)
    {
        var terminal = GlobalOptions.Terminal(parsed);
        using var report = JobReport.Open(parsed, environment);
        var registered = await RegisterCommand.Act(parsed, environment, here, tag, target => Demand(parsed, target), act, ct);
        await report.Registered([.. registered.Select(each => each.Release)], ct);
        var deployment = new ReleaseDeployment(parsed, environment, here, terminal);
        var done = new List<Written>();
        foreach (var (target, release) in registered)
        {
            var deployed = parsed.GetValue(NoDeploy) ? [] : await deployment.Run(target, release.Release, ct);
            done.Add(new(release.Release.Tag, release.Release.Commit, release.Release.Id, release.Models, deployed));
        }

        RegisterCommand.Tell(terminal, done);
        await report.Deployed([.. done.SelectMany(each => each.Deployed)], ct);
        var failed = registered.Zip(done).FirstOrDefault(each => each.Second.Deployed.Any(HasFailed));
        return failed.Second is null ? ExitCode.Ok
            : throw ReleaseErrors.PairsNotDeployed(failed.First.Release.Release, failed.Second.Deployed.Count(HasFailed), failed.Second.Deployed.Count);
    }

    // Before anything is built: options that contradict each other, or the target.
    private static void Demand(ParseResult parsed, ReleaseTarget target)
    {
        if (parsed.GetValue(NoDeploy))
        {
            if (OfDeploying.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } given)
            {
                throw new UsageException($"--no-deploy and {given.Name} contradict each other", given.Name, "give one of them");
            }

            return;
        }

        var name = ReleaseDeployment.TargetOf(parsed, target);
        if (name != DeployTarget.Kubernetes)
        {
            KubernetesOptions.Refuse(parsed, name);
        }

        if (name == DeploymentTarget.Local)
        {
            ImageOptions.Refuse(parsed, name);
        }
    }

    private static bool HasFailed(DeployedPair pair) => pair.Outcome == "failed";

    private sealed record Written(string Tag, string Commit, long Release, IReadOnlyList<RegisteredModel> Models, IReadOnlyList<DeployedPair> Deployed);
}
