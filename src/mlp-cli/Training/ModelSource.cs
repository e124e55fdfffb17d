using Mlp.Cli.Building;
using Mlp.Cli.Commands;
using Mlp.Cli.Git;
using Mlp.Cli.Output;
using Mlp.Cli.Releases;
using Mlp.Cli.Workspaces;

namespace Mlp.Cli.Training;

/// <summary>Where the model comes from that is trained: a project of this machine, or a released version.</summary>
internal sealed class ModelSource(EnvironmentSettings environment, Terminal terminal, string work)
{
    /// <summary>Whether the text names a project, and not a model type.</summary>
    public static bool IsProject(string text) =>
        text is "." || text.Contains('/', StringComparison.Ordinal) || text.EndsWith(".csproj", StringComparison.OrdinalIgnoreCase) || text.EndsWith("mlp.json", StringComparison.Ordinal) || Directory.Exists(text);

    /// <summary>Builds the project, and makes its model.</summary>
    /// <param name="path">A folder, an mlp.json or a csproj of a git repository.</param>
    /// <param name="type">Which model, where there are several.</param>
    /// <param name="version">The model type's version, where the code does not say it.</param>
    public async Task<ModelToTrain> OfProject(string path, string? type, string? version, Ct ct)
    {
        var place = Path.GetFullPath(path, environment.Folder);
        var repository = await GitRepository.Open(new DirectoryInfo(Directory.Exists(place) ? place : Path.GetDirectoryName(place)!), environment, ct);
        var workspace = Workspace.Read(repository.Top.FullName, await repository.Files(ct));
        var project = workspace.Choose(place, environment.Folder);
        using var evaluations = new Evaluations(DotnetSdk.Find(project.Folder), environment.BuildVariables);
        var projects = new ModelProjects(project, evaluations);
        var folders = await Publish(projects.Candidates(), evaluations, ct);
        var found = projects.AmongBuilt(projects.Candidates(), root => folders[root])
            .SelectMany(code => ModelSearch.Find(workspace, project, [(code, folders[code.Root])]).Demand(terminal).Select(model => (model.Model, code.Root)))
            .ToList();
        var (model, root) = Choose(found, type, path);
        return ModelToTrain.Load(model.Name, model.Class, Path.Combine(folders[root], model.Assembly), Path.Combine(folders[root], root.AssemblyName + ".dll"), version);
    }

    /// <summary>Brings the bundle of a released version here, and makes its model.</summary>
    public async Task<ModelToTrain> OfRegistry(Reference reference, Client client, Ct ct)
    {
        var type = await client.Types.GetVersionAsync(reference.Name, reference.Version ?? "latest", ct);
        var digest = Digest.Parse(type.BundleDigest ?? throw Images.ImageErrors.NoBundle(type.Type, type.Version));
        var folder = Path.Combine(work, "model");
        var manifest = await ModelBundle.FetchAsync(client, digest, folder, ct: ct);
        var model = manifest.Bundle.Models.Single(model => model.Name == type.Type);
        return ModelToTrain.Load(model.Name, model.Class, Path.Combine(folder, model.Assembly), Path.Combine(folder, model.Entry), type.Version);
    }

    /// <summary>Where parameters lie until they are published.</summary>
    public string ParametersFolder() => Path.Combine(work, "parameters");

    private async Task<IReadOnlyDictionary<CodeProject, string>> Publish(IReadOnlyList<CodeProject> candidates, Evaluations evaluations, Ct ct)
    {
        terminal.Note($"building {string.Join(", ", candidates.Select(project => project.AssemblyName))}");
        using var story = terminal.Work("building", TimeProvider.System);
        return await new ProjectBuild(evaluations, story.Line).Publish(candidates, Path.Combine(work, "closures"), ct);
    }

    private static (Discovery.DiscoveredModel Model, CodeProject Root) Choose(List<(Discovery.DiscoveredModel Model, CodeProject Root)> found, string? type, string path)
    {
        var names = found.Select(each => each.Model.Name);
        return type is null
            ? found is [var only] ? only : throw TrainErrors.SeveralModels(path, names)
            : found.Find(each => each.Model.Name == type) is { Model: not null } named ? named : throw TrainErrors.NoSuchModel(type, path, names);
    }
}
