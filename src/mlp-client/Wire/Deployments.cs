namespace Mlp.Wire;

/// <summary>
/// Lets a pair serve on a target. On <see cref="DeploymentTarget.Local"/> and <see cref="DeploymentTarget.Docker"/> the registry itself rolls it out, and what
/// serves there goes on until the new one answers; of every other target this is the record of what somebody else rolled out.
/// </summary>
/// <param name="Type">The model type.</param>
/// <param name="TypeVersion">Its version.</param>
/// <param name="Parameters">The parameters name.</param>
/// <param name="ParametersVersion">Its version.</param>
/// <param name="Target">Where.</param>
/// <param name="Image">The image, by digest: <c>registry.example.org/models/beam@sha256:…</c>. Docker runs it; elsewhere it is the record.</param>
/// <param name="Endpoint">Where it is called, on a target of somebody else.</param>
/// <param name="Serving">The digest of the serving layer. Without one the pair keeps the one that it runs on.</param>
/// <param name="Base">The digest of the base image, where there is one.</param>
/// <param name="Refresh">Whether to take the registry's own serving layer in place of the one that the pair runs on.</param>
/// <param name="Error">Why it does not serve, where somebody else's rollout has failed: that is recorded, and what served there still does.</param>
public sealed record StartDeployment(
    string Type,
    string TypeVersion,
    string Parameters,
    string ParametersVersion,
    string Target,
    string? Image = null,
    string? Endpoint = null,
    string? Serving = null,
    string? Base = null,
    bool Refresh = false,
    string? Error = null);

/// <summary>What became of a request to deploy.</summary>
/// <param name="Outcome"><c>started</c>, <c>unchanged</c> where this very thing serves there already, or <c>failed</c> where somebody else's failure was recorded.</param>
/// <param name="Deployment">The deployment.</param>
public sealed record StartedDeployment(string Outcome, Deployment Deployment);

/// <summary>What served where, from when to when.</summary>
/// <param name="Id">Its id; later ones are higher.</param>
/// <param name="Type">The model type.</param>
/// <param name="TypeVersion">Its version.</param>
/// <param name="Parameters">The parameters name.</param>
/// <param name="ParametersVersion">Its version.</param>
/// <param name="Target">Where.</param>
/// <param name="State">One of <see cref="DeploymentState"/>.</param>
/// <param name="Error">Why it failed.</param>
/// <param name="Image">The image, by digest.</param>
/// <param name="Endpoint">Where it is called; what begins with a <c>/</c> is below the registry's own address.</param>
/// <param name="Serving">The digest of the serving layer.</param>
/// <param name="Base">The digest of the base image.</param>
/// <param name="StartedAt">When it began to serve; until then, when it was asked for.</param>
/// <param name="StartedBy">Who asked for it.</param>
/// <param name="EndedAt">When it ended or failed.</param>
/// <param name="EndedBy">Who ended it.</param>
public sealed record Deployment(
    long Id,
    string Type,
    string TypeVersion,
    string Parameters,
    string ParametersVersion,
    string Target,
    string State,
    string? Error,
    string? Image,
    string? Endpoint,
    string? Serving,
    string? Base,
    DateTimeOffset StartedAt,
    string StartedBy,
    DateTimeOffset? EndedAt,
    string? EndedBy);

/// <summary>The states of a deployment.</summary>
public static class DeploymentState
{
    /// <summary>It is being rolled out; what served before still does.</summary>
    public const string Starting = "starting";

    /// <summary>It serves.</summary>
    public const string Serving = "serving";

    /// <summary>It never served.</summary>
    public const string Failed = "failed";

    /// <summary>It served, and does no more.</summary>
    public const string Ended = "ended";
}

/// <summary>The targets that the registry itself rolls out to.</summary>
public static class DeploymentTarget
{
    /// <summary>Processes beside the registry.</summary>
    public const string Local = "local";

    /// <summary>Containers of the Docker Engine beside the registry.</summary>
    public const string Docker = "docker";
}
