using System.Runtime.CompilerServices;
using Mlp.Cli.Releases;
using Mlp.Wire;

namespace Mlp.Cli.Deploying;

/// <summary>Which pairs a command is about: those it names, or those of the project that is checked out, or all.</summary>
/// <param name="Model">Only this model type; null is any.</param>
/// <param name="Parameters">Only these parameters; null is any.</param>
/// <param name="Project">Only this project's; null is any.</param>
internal sealed record DeployScope(string? Model, string? Parameters, string? Project)
{
    /// <summary>What is meant where a command was started, and what it was told.</summary>
    public static async Task<DeployScope> Of(string? model, string? parameters, bool all, string? project, CheckedOut here, Ct ct)
    {
        if (all && (model ?? parameters ?? project) is { } named)
        {
            throw new UsageException("--all and a choice contradict each other", named, "give one of them");
        }

        if (project is null && (all || model is not null || parameters is not null))
        {
            return new(model, parameters, null);
        }

        var projects = await here.Projects(ct);
        return new(model, parameters, (await projects.IdOf(projects.Project(project, here.Folder), ct)).Text);
    }

    /// <summary>The pairs that are to serve.</summary>
    public IAsyncEnumerable<Pair> Pairs(Client client, Ct ct) => client.Compatibility.PairsAsync(Model, Parameters, Project, standalone: true, ct: ct);

    /// <summary>What serves on the target.</summary>
    public async IAsyncEnumerable<Deployment> Serving(Client client, string target, [EnumeratorCancellation] Ct ct)
    {
        var own = Project is null ? null : await client.Types.ListAsync(project: Project, ct: ct).Select(type => type.Name).ToHashSetAsync(cancellationToken: ct);
        await foreach (var deployment in client.Deployments.ListAsync(Model, Parameters, target, state: DeploymentState.Serving, ct: ct))
        {
            if (own?.Contains(deployment.Type) != false)
            {
                yield return deployment;
            }
        }
    }
}
