namespace Mlp.Cli.Git;

/// <summary>Which project a repository is: what its <c>mlp.json</c> says, else where it comes from, else where it began.</summary>
internal static class ProjectIds
{
    /// <param name="repository">The project's repository.</param>
    /// <param name="configured">The <c>project</c> of mlp.json, if it has one.</param>
    /// <param name="prefix">What the project's tags begin with; may be empty.</param>
    /// <param name="ci">The CI run that speaks of the repository, if any.</param>
    /// <param name="ct">Cancels.</param>
    public static Task<ProjectId> Of(GitRepository repository, string? configured, string prefix, CiRun? ci, Ct ct) => Of(repository, () => repository.Origin(ct), configured, prefix, ci, ct);

    /// <inheritdoc cref="Of(GitRepository, string?, string, CiRun?, Ct)" />
    /// <param name="askedOrigin">Where it comes from, where that was asked before it was known to matter.</param>
    public static async Task<ProjectId> Of(GitRepository repository, Func<Task<string?>> askedOrigin, string? configured, string prefix, CiRun? ci, Ct ct)
    {
        if (configured is not null)
        {
            return Configured(configured, prefix);
        }

        var origin = await askedOrigin();
        if (origin is null || RepositoryAddress.IsOnThisMachine(origin))
        {
            return WithPrefix($"local/{await repository.RootCommit(ct)}", prefix) ?? throw GitErrors.PrefixNotAllowed(prefix);
        }

        var project = FromAddress(origin, prefix);
        return ci?.ProjectUrl is { } url && TryFromAddress(url) is { } expected && WithPrefix(expected.Text, prefix) != project
            ? throw GitErrors.CiHasAnotherProject(ci.Forge, expected, project)
            : project;
    }

    /// <summary>The id that mlp.json gives.</summary>
    public static ProjectId Configured(string text, string prefix)
    {
        var project = ProjectId.TryParse(text) ?? throw GitErrors.ProjectNotAllowed(text);
        return project.TagPrefix.Length == 0 ? WithPrefix(text, prefix) ?? throw GitErrors.PrefixNotAllowed(prefix)
            : project.TagPrefix == prefix ? project
            : throw GitErrors.ProjectHasAnotherPrefix(project, prefix);
    }

    /// <summary>The id of the repository at an address; one without an id is refused, and its credentials are not told.</summary>
    public static ProjectId FromAddress(string url, string prefix) => TryFromAddress(url) is { } project
        ? WithPrefix(project.Text, prefix) ?? throw GitErrors.PrefixNotAllowed(prefix)
        : throw GitErrors.OriginWithoutId(RepositoryAddress.Redacted(url));

    // The host 'local' would pass for a project that has no origin.
    private static ProjectId? TryFromAddress(string url) =>
        RepositoryAddress.TryParse(url) is { } address && ProjectId.TryParse($"{address.Host}/{address.Path}") is { IsLocal: false } project ? project : null;

    private static ProjectId? WithPrefix(string text, string prefix) => ProjectId.TryParse(prefix.Length == 0 ? text : $"{text}#{prefix}");
}
