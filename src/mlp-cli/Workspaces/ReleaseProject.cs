namespace Mlp.Cli.Workspaces;

/// <summary>What one tag releases: the whole repository, or in a monorepo a folder with an <c>mlp.json</c> of its own.</summary>
internal sealed record ReleaseProject
{
    /// <summary>Where it lies, as a full path.</summary>
    public required string Folder { get; init; }

    /// <summary>Its <c>mlp.json</c>, where there is one.</summary>
    public string? File { get; init; }

    public required MlpJson Settings { get; init; }

    /// <summary>Every csproj below the folder, as full paths, those of nested release projects aside.</summary>
    public required IReadOnlyList<string> CodeProjects { get; init; }

    public string TagPrefix => Settings.TagPrefix;

    /// <summary>The csproj files that <c>mlp.json</c> names, as full paths; empty where they are to be found.</summary>
    public IReadOnlyList<string> NamedProjects => [.. Settings.Projects.Select(path => Path.GetFullPath(path, Folder))];

    /// <summary>Whether a model is released. A name that <c>mlp.json</c> does not mention is.</summary>
    public bool Releases(string model) => Settings.Models.GetValueOrDefault(model, true);

    /// <summary>Refuses an <c>mlp.json</c> that mentions a model that the code does not declare: most likely a misspelt or renamed one.</summary>
    public void RequireMentionedModels(IReadOnlyCollection<string> declared)
    {
        if (Settings.Models.Keys.Concat(Settings.Deploy.Models).FirstOrDefault(name => !declared.Contains(name)) is { } missing)
        {
            throw WorkspaceErrors.NoSuchModel(File!, missing, NearName.Of(missing, declared), declared);
        }
    }
}
