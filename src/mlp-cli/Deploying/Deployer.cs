using System.Diagnostics;
using System.Globalization;
using Mlp.Cli.Output;

namespace Mlp.Cli.Deploying;

/// <summary>Carries a plan out, pair by pair: one that fails leaves what served before, and the others go on.</summary>
internal sealed class Deployer(IDeployTarget target, Terminal terminal)
{
    public async Task<IReadOnlyList<DeployedPair>> Run(IReadOnlyList<PlannedDeployment> plan, bool refresh, Ct ct)
    {
        var done = new List<DeployedPair>();
        foreach (var planned in plan)
        {
            done.Add(planned.IsWork ? await Try(planned, refresh, ct) : Unchanged(planned));
        }

        return done;
    }

    /// <summary>The plan itself, for programs.</summary>
    public static DeployedPair Planned(PlannedDeployment planned, string target) => new(
        planned.Type, planned.Wanted?.TypeVersion, planned.Parameters, planned.Wanted?.ParametersVersion, target, planned.Action, "planned");

    private async Task<DeployedPair> Try(PlannedDeployment planned, bool refresh, Ct ct)
    {
        try
        {
            return planned.Action == DeployAction.Retire ? await Retire(planned, ct) : await Deploy(planned, refresh, ct);
        }
        catch (CommandFailedException e)
        {
            return Failed(planned, e.Code, e.Message, e.Remedy);
        }
        catch (MlpException e)
        {
            return Failed(planned, e.Code, e.Message, e.Remedy);
        }
    }

    private async Task<DeployedPair> Deploy(PlannedDeployment planned, bool refresh, Ct ct)
    {
        var clock = Stopwatch.StartNew();
        terminal.Note($"rolling out {planned.Type} {planned.Wanted!.TypeVersion} with {planned.Parameters} {planned.Wanted.ParametersVersion} on {target.Name}");
        var deployment = await target.Deploy(planned.Wanted, refresh, ct);
        if (terminal.Format == OutputFormat.Text)
        {
            terminal.Line(string.Create(CultureInfo.InvariantCulture, $"deployed {planned.Type} {deployment.TypeVersion} with {planned.Parameters} {deployment.ParametersVersion} at {deployment.Endpoint} in {clock.Elapsed.TotalSeconds:0.0} s"));
        }

        return new(planned.Type, deployment.TypeVersion, planned.Parameters, deployment.ParametersVersion, target.Name, planned.Action, "deployed", deployment.Endpoint, deployment.Image);
    }

    private async Task<DeployedPair> Retire(PlannedDeployment planned, Ct ct)
    {
        await target.Retire(planned.Current!, ct);
        if (terminal.Format == OutputFormat.Text)
        {
            terminal.Line($"retired {planned.Type} {planned.Current!.TypeVersion} with {planned.Parameters} {planned.Current.ParametersVersion}");
        }

        return new(planned.Type, null, planned.Parameters, null, target.Name, planned.Action, "retired");
    }

    private DeployedPair Failed(PlannedDeployment planned, string code, string message, string? remedy)
    {
        if (terminal.Format == OutputFormat.Text)
        {
            terminal.Line($"failed {planned.Type} with {planned.Parameters}: {code}: {message}");
        }

        if (remedy is not null)
        {
            terminal.Note($"for {planned.Type} with {planned.Parameters}: {remedy}");
        }

        return new(planned.Type, planned.Current?.TypeVersion, planned.Parameters, planned.Current?.ParametersVersion, target.Name, planned.Action, "failed", planned.Current?.Endpoint, Error: $"{code}: {message}", Wanted: planned.Wanted is { } wanted ? new(wanted.TypeVersion, wanted.ParametersVersion) : null);
    }

    private DeployedPair Unchanged(PlannedDeployment planned) => new(
        planned.Type, planned.Current!.TypeVersion, planned.Parameters, planned.Current.ParametersVersion, target.Name, planned.Action, planned.Action, planned.Current.Endpoint, planned.Current.Image);
}
