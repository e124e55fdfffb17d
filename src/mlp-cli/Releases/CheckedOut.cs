using Mlp.Cli.Workspaces;

namespace Mlp.Cli.Releases;

/// <summary>What is checked out where a command was started: read when something of the command asks for it, and once.</summary>
internal sealed class CheckedOut(EnvironmentSettings environment)
{
    private const string OfNoProject = "MLP7210";
    private const string OfNoRepository = "MLP71";

    private readonly Lock _reading = new();
    private Task<ReleaseTargets>? _targets;
    private Task<ProjectsHere>? _projects;

    public string Folder => environment.Folder;

    public Task<ReleaseTargets> Targets(Ct ct)
    {
        lock (_reading)
        {
            return _targets ??= ReleaseTargets.Read(new DirectoryInfo(environment.Folder), environment, ct);
        }
    }

    /// <summary>The projects alone, where nothing is released. A CI run has to confirm all of it, and what was read already is not asked again.</summary>
    public Task<ProjectsHere> Projects(Ct ct)
    {
        lock (_reading)
        {
            // Elsewhere: to start programs takes a processor for a while, and what does not need their answers need not wait.
            return _projects ??= Task.Run(async () => environment.Ci is null && _targets is null
                ? await ProjectsHere.Read(new DirectoryInfo(environment.Folder), environment, ct)
                : (await Targets(ct)).Here, ct);
        }
    }

    /// <summary>What the project of the folder says, or the one that is named. Outside of a repository, and beside its projects, there is none, and nothing that it could say.</summary>
    public async Task<MlpJson> Settings(string? project, Ct ct)
    {
        try
        {
            return (await Projects(ct)).Project(project, Folder).Settings;
        }
        catch (CommandFailedException e) when (project is null && (e.Code == OfNoProject || e.Code.StartsWith(OfNoRepository, StringComparison.Ordinal)))
        {
            return new();
        }
    }
}
