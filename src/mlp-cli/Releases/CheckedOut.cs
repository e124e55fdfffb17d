using Mlp.Cli.Workspaces;

namespace Mlp.Cli.Releases;

/// <summary>What is checked out where a command was started: read when something of the command asks for it, and once.</summary>
internal sealed class CheckedOut(EnvironmentSettings environment)
{
    private const string OfNoProject = "MLP7210";
    private const string OfNoRepository = "MLP71";

    private Task<ReleaseTargets>? _targets;

    public string Folder => environment.Folder;

    public Task<ReleaseTargets> Targets(Ct ct) => _targets ??= ReleaseTargets.Read(new DirectoryInfo(environment.Folder), environment, ct);

    /// <summary>What the project of the folder says, or the one that is named. Outside of a repository, and beside its projects, there is none, and nothing that it could say.</summary>
    public async Task<MlpJson> Settings(string? project, Ct ct)
    {
        try
        {
            return (await Targets(ct)).Project(null, project, Folder).Settings;
        }
        catch (CommandFailedException e) when (project is null && (e.Code == OfNoProject || e.Code.StartsWith(OfNoRepository, StringComparison.Ordinal)))
        {
            return new();
        }
    }
}
