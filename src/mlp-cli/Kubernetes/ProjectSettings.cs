using Mlp.Cli.Kubernetes.Settings;
using Mlp.Cli.Releases;
using Mlp.Cli.Workspaces;

namespace Mlp.Cli.Kubernetes;

/// <summary>The settings that count for a command: those of the project that is checked out, or of the mlp.json that it names.</summary>
/// <param name="Project">Whose pairs they are for; null is any.</param>
internal sealed record ProjectSettings(DeploySettings Settings, string? Project, bool IsKnown)
{
    public static async Task<ProjectSettings> Read(string? file, string? project, EnvironmentSettings environment, Ct ct)
    {
        if (file is not null)
        {
            var path = Path.GetFullPath(file, environment.Folder);
            return new(MlpJsonReader.Read(Directory.Exists(path) ? Path.Combine(path, MlpJson.FileName) : path).Deploy, null, IsKnown: true);
        }

        ReleaseTargets targets;
        try
        {
            targets = await ReleaseTargets.Read(new DirectoryInfo(environment.Folder), environment, ct);
        }
        catch (CommandFailedException e) when (e.Code == "MLP7103")
        {
            return new(DeploySettings.None, null, IsKnown: false); // No checkout: what is asked of the settings says so.
        }

        var chosen = targets.Project(null, project, environment.Folder);
        return new(chosen.Settings.Deploy, (await targets.IdOf(chosen, ct)).Text, IsKnown: true);
    }

    /// <summary>How a type of a project runs.</summary>
    public KubernetesSettings For(string type, string project) =>
        IsKnown && (Project is null || Project == project) ? Settings.For(type) : throw KubernetesErrors.OtherProject(type, project, Project);
}
