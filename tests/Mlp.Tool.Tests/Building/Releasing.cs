using Mlp.Cli.Building;
using Mlp.Cli.Workspaces;
using Mlp.Testing;

namespace Mlp.Tool.Tests.Building;

/// <summary>The build of a release, as `mlp register` does it.</summary>
internal static class Releasing
{
    private static readonly DateTimeOffset CommitTime = new(2024, 5, 1, 12, 0, 0, TimeSpan.Zero);

    public static async Task<BuiltRelease> Run(CodeRepository repository, string checkout, string version, TextWriter? story = null)
    {
        var files = Sdk.Git(checkout, "-c", "core.quotePath=false", "ls-files", "-z").Split('\0', StringSplitOptions.RemoveEmptyEntries);
        var project = Workspace.Read(checkout, files).Choose(null, checkout);
        using var evaluations = new Evaluations(DotnetSdk.Find(checkout), "");
        var models = new ModelProjects(project, evaluations);
        var stamp = new ReleaseStamp(TypeVersion.TryParse(version)!, Sdk.Git(checkout, "rev-parse", "HEAD").Trim(), CommitTime, "https://git.example.org/beams/beam-line");
        return await new ProjectBuild(evaluations, (story ?? TextWriter.Null).WriteLine).Release(models, models.Candidates(), stamp, repository.OutputFolder(), Ct.None);
    }
}
