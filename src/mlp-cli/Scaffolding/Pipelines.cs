using System.Text.RegularExpressions;

namespace Mlp.Cli.Scaffolding;

/// <summary>The files that run a repository's pipelines: they call templates, which are in a project of the forge, or else come with them.</summary>
/// <param name="Service">Whose pipelines they are.</param>
/// <param name="Templates">The project that holds the templates, as group/project@ref; null where the repository is to have its own copy.</param>
/// <param name="Registry">The registry that they use; null where that is still to be said.</param>
internal sealed partial record Pipelines(CiService Service, string? Templates, Uri? Registry)
{
    private const string GitLabTemplate = "mlp-ci-template.yml";
    private const string GitHubTemplate = "mlp.yml";

    public static Pipelines Of(CiService service, string? templates, string? registry)
    {
        var address = registry is null ? null
            : service == CiService.None ? throw ScaffoldingErrors.OfNoPipeline("--registry", registry)
            : Uri.TryCreate(registry, UriKind.Absolute, out var parsed) && parsed.Scheme is "https" or "http" && parsed is { UserInfo: "", Query: "", Fragment: "" } ? parsed : throw ScaffoldingErrors.NoAddress(registry);
        if (templates is null)
        {
            return new(service, null, address);
        }

        var match = Project().Match(templates);
        return service == CiService.None ? throw ScaffoldingErrors.OfNoPipeline("--templates", templates)
            : match.Success && (service == CiService.Gitlab || match.Groups["ref"].Success) ? new(service, templates, address)
            : throw ScaffoldingErrors.NoTemplates(templates, service);
    }

    public IEnumerable<(string Path, string Text)> Files(Func<string, string> read) => Service switch
    {
        CiService.Gitlab => [(".gitlab-ci.yml", Calling(read("scaffolding/gitlab-ci.yml.txt"))), .. Copy(".gitlab/", GitLabTemplate, read)],
        CiService.Github => [(".github/workflows/models.yml", Calling(read("scaffolding/github-workflow.yml.txt"))), .. Copy(".github/workflows/", GitHubTemplate, read)],
        _ => [],
    };

    private string Calling(string text) => text.Replace("{{Templates}}", Service == CiService.Gitlab ? Included() : Used(), StringComparison.Ordinal)
        .Replace("{{Registry}}", Registry is { } registry ? registry.AbsoluteUri.TrimEnd('/') : "https://mlp.example.org # put your registry's here", StringComparison.Ordinal)
        .Replace("{{RegistryVariable}}", Registry is { } known ? $"  MLP_REGISTRY: {known.AbsoluteUri.TrimEnd('/')}\n" : "", StringComparison.Ordinal);

    private string Included()
    {
        var (project, reference) = Named();
        return project is null ? $"  - local: .gitlab/{GitLabTemplate}"
            : $"  - project: {project}\n{(reference is null ? "" : $"    ref: {reference}\n")}    file: {GitLabTemplate}";
    }

    private string Used()
    {
        var (project, reference) = Named();
        return project is null ? $"./.github/workflows/{GitHubTemplate}" : $"{project}/.github/workflows/{GitHubTemplate}@{reference}";
    }

    private (string? Project, string? Reference) Named() =>
        Templates is null ? (null, null) : Project().Match(Templates) is var match && match.Groups["ref"] is { Success: true } reference ? (match.Groups["project"].Value, reference.Value) : (Templates, null);

    private IEnumerable<(string, string)> Copy(string folder, string file, Func<string, string> read) => Templates is null ? [(folder + file, read("templates/" + file))] : [];

    [GeneratedRegex("^(?<project>[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)+)(@(?<ref>[A-Za-z0-9_][A-Za-z0-9_./-]*))?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Project();
}
