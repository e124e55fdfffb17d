using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Mlp.Cli.Deploying;
using Mlp.Cli.Output;
using Mlp.Cli.Releases;
using Mlp.Wire;

namespace Mlp.Cli.Commands;

/// <summary>The second half of a release: what it has changed among the pairs serves, and its ledger says so.</summary>
internal sealed class ReleaseDeployment(ParseResult parsed, EnvironmentSettings environment, CheckedOut here, Terminal terminal)
{
    /// <summary>Lets the latest of the project's pairs serve; what serves already is left alone, so that whoever tries again goes on.</summary>
    public async Task<IReadOnlyList<DeployedPair>> Run(ReleaseTarget target, Release release, Ct ct)
    {
        var scope = new DeployScope(Model: null, Parameters: null, release.Project);
        if (await Idle(release, scope, ct) is { } reason)
        {
            terminal.Note($"nothing to deploy: {reason}");
            return [];
        }

        var name = TargetOf(parsed, target);
        terminal.Note($"deploying to {name}");
        try
        {
            return name == DeployTarget.Kubernetes ? await OnCluster(target, release, scope, ct) : await OnRegistry(name, target, release, scope, ct);
        }
        catch (CommandFailedException e)
        {
            throw ReleaseErrors.NotDeployed(release, e.Message, e.Remedy, e);
        }
        catch (MlpException e)
        {
            throw ReleaseErrors.NotDeployed(release, e.Message, e.Remedy, e);
        }
    }

    /// <summary>Where the pairs of a release are to serve.</summary>
    public static string TargetOf(ParseResult parsed, ReleaseTarget target) => DeployTarget.Choose(parsed.GetValue(DeployOptions.Target), target.Project.Settings.Deploy.Target);

    // Asked without a server: one that nothing is deployed to need not be started.
    private async Task<string?> Idle(Release release, DeployScope scope, Ct ct)
    {
        if (!release.Models.Any(model => model.Standalone))
        {
            return $"no model of '{release.Tag}' is standalone";
        }

        await using var registry = await RegistryAccess.Open(parsed.GetValue(GlobalOptions.Registry), environment, ct);
        return await scope.Pairs(registry.Client, ct).AnyAsync(ct) ? null : $"no parameters fit a standalone model of '{release.Tag}' yet; publish some, then 'mlp deploy'";
    }

    private async Task<IReadOnlyList<DeployedPair>> OnRegistry(string name, ReleaseTarget target, Release release, DeployScope scope, Ct ct)
    {
        await using var registry = await RegistryAccess.OpenServer(parsed.GetValue(GlobalOptions.Registry), environment, terminal, ct);
        using var images = name == DeploymentTarget.Docker ? await Images(registry.Client, target, ct) : null;
        var plan = await DeployPlan.Make(registry.Client, scope, name, prune: false, refresh: false, ct);
        return await CarryOut(new Ledger(registry.Client, release, terminal), plan, images, new RegistryTarget(registry.Client, name, images), ct);
    }

    private async Task<IReadOnlyList<DeployedPair>> OnCluster(ReleaseTarget target, Release release, DeployScope scope, Ct ct)
    {
        await using var registry = await RegistryAccess.Open(parsed.GetValue(GlobalOptions.Registry), environment, ct);
        using var images = await Images(registry.Client, target, ct);
        var kubernetes = await KubernetesDeploy.Open(parsed, environment, terminal, registry.Client, images, target.Project.Folder, ct);
        var cluster = await kubernetes.Target(ct);
        var plan = await KubernetesDeploy.Refine(await DeployPlan.Make(registry.Client, scope, cluster.Name, prune: false, refresh: false, ct), cluster, ct);
        return await CarryOut(new Ledger(registry.Client, release, terminal), plan, images, cluster, ct);
    }

    [SuppressMessage("Reliability", "CA2000", Justification = "ImagesAhead ends what it stands before.")]
    private async Task<ImagesAhead> Images(Client client, ReleaseTarget target, Ct ct) =>
        new(await ImageSupplies.Open(parsed, environment, client, here, target.Project.Folder, ct));

    private async Task<IReadOnlyList<DeployedPair>> CarryOut(Ledger ledger, IReadOnlyList<PlannedDeployment> plan, ImagesAhead? images, IDeployTarget target, Ct ct)
    {
        DeployCommand.Tell(terminal, plan);
        if (plan.Any(planned => planned.IsWork))
        {
            await PushImages(ledger, plan, images, ct);
            await ledger.Started("deployed", ct);
        }

        var done = await new Deployer(target, terminal).Run(plan, refresh: false, ct);
        if (done.Count(pair => pair.Outcome == "failed") is > 0 and var failed)
        {
            await ledger.Failed("deployed", $"{failed} of {done.Count} pairs: {string.Join("; ", done.Select(pair => pair.Error).OfType<string>())}", ct);
        }
        else
        {
            await ledger.Finished("deployed", DigestOf(done.Select(pair => $"{pair.Type} {pair.TypeVersion} {pair.Parameters} {pair.ParametersVersion} {pair.Target} {pair.Image}")), ct);
        }

        return done;
    }

    // A pair whose image does not come into being fails when it is its turn; the others go on.
    private async Task PushImages(Ledger ledger, IReadOnlyList<PlannedDeployment> plan, ImagesAhead? images, Ct ct)
    {
        if (images is null)
        {
            return;
        }

        terminal.Note("pushing images");
        await ledger.Started("images", ct);
        var (pushed, failures) = await images.PushAll([.. plan.Where(planned => planned.IsWork).Select(planned => planned.Wanted).OfType<Pair>()], refresh: false, ct);
        if (failures.Count > 0)
        {
            await ledger.Failed("images", string.Join("; ", failures.Select(failure => failure.Message).Distinct(StringComparer.Ordinal)), ct);
        }
        else
        {
            await ledger.Finished("images", DigestOf(pushed.Select(image => image.Reference)), ct);
        }
    }

    private static Digest DigestOf(IEnumerable<string> lines) =>
        Digest.Of(Encoding.UTF8.GetBytes(string.Concat(lines.Order(StringComparer.Ordinal).Select(line => $"{line}\n"))));
}
