using Mlp.Wire;

namespace Mlp.Cli.Deploying;

/// <summary>Somewhere that pairs can serve.</summary>
internal interface IDeployTarget // RegistryTarget, KubernetesTarget
{
    /// <summary>What it is called in the record.</summary>
    string Name { get; }

    /// <summary>Lets the pair serve, and answers when it does; what served before goes on until then, and stays where this one fails.</summary>
    Task<Deployment> Deploy(Pair pair, bool refresh, Ct ct);

    /// <summary>Brings back what served before.</summary>
    Task<Deployment> Restore(Deployment earlier, Ct ct);

    /// <summary>Lets it serve no more.</summary>
    Task Retire(Deployment deployment, Ct ct);
}
