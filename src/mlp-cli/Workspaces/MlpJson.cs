using Mlp.Cli.Images;
using Mlp.Cli.Kubernetes.Settings;

namespace Mlp.Cli.Workspaces;

/// <summary>What a project's <c>mlp.json</c> says; without the file, nothing.</summary>
internal sealed record MlpJson
{
    public const string FileName = "mlp.json";

    /// <summary>The project's id, where it shall not follow from the origin.</summary>
    public ProjectId? Project { get; init; }

    /// <summary>What stands before the version in the project's tags.</summary>
    public string TagPrefix { get; init; } = "";

    /// <summary>The code projects with the models, as written: paths from the file's folder. Empty where they are to be found.</summary>
    public IReadOnlyList<string> Projects { get; init; } = [];

    /// <summary>Model names, and whether they are released.</summary>
    public IReadOnlyDictionary<string, bool> Models { get; init; } = new Dictionary<string, bool>();

    /// <summary>Which base images have, and where they go.</summary>
    public ImageChoice Images { get; init; } = new();

    /// <summary>How the project's pairs run on a cluster.</summary>
    public DeploySettings Deploy { get; init; } = DeploySettings.None;
}
