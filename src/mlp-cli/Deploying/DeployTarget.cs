using Mlp.Wire;

namespace Mlp.Cli.Deploying;

/// <summary>What the targets are called that a command can deploy to.</summary>
internal static class DeployTarget
{
    /// <summary>In the record, the cluster's and the namespace's names follow.</summary>
    public const string Kubernetes = "kubernetes";

    public static readonly IReadOnlyList<string> Names = [DeploymentTarget.Local, DeploymentTarget.Docker, Kubernetes];

    /// <summary>What was told, else what the project says, else the target that needs nothing else.</summary>
    public static string Choose(string? told, string? ofProject) => told ?? ofProject ?? DeploymentTarget.Local;
}
