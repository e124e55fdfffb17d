using Mlp.Testing;
using Mlp.Tool.Tests.Forges;
using Mlp.Tool.Tests.Releases;

namespace Mlp.Tool.Tests.Pipelines;

/// <summary>Runs GitLab's pipelines of a model repository for real, by gitlab-ci-local with jobs in shells; the template comes from a repository of its own.</summary>
internal sealed class GitLabRunner(Author author, InstalledTool tool, RegistryProcess registry, StandInForge forge) : IDisposable
{
    private const string Host = "git.example.org";
    private readonly TemporaryFolder _folder = new();

    /// <summary>Where packages go.</summary>
    public string Feed => _folder.PathOf("feed");

    public static string Templates => "physics/mlp-templates@v1";

    public static string ProjectId => $"{Host}/physics/demo";

    /// <summary>Makes the two repositories known: where the models are said to come from, and where the template is found.</summary>
    public void Connect()
    {
        var template = _folder.PathOf("template");
        Directory.CreateDirectory(template);
        File.Copy(Repository.PathOf("templates", "gitlab", "mlp-ci-template.yml"), Path.Combine(template, "mlp-ci-template.yml"));
        Sdk.Git(template, "init", "--quiet");
        Sdk.Git(template, "add", "--all");
        Sdk.Git(template, "commit", "--quiet", "--message", "The template");
        Sdk.Git(template, "tag", "v1");
        Sdk.Git(template, "clone", "--quiet", "--bare", ".", _folder.PathOf("origins/physics/mlp-templates.git"));
        File.WriteAllText(_folder.PathOf("gitconfig"), $"[url \"{_folder.PathOf("origins/")}\"]\n\tinsteadOf = ssh://git@{Host}:22/\n[user]\n\tname = Author\n\temail = author@example.org\n");
        File.AppendAllText(Path.Combine(author.Code.Root, ".git", "info", "exclude"), ".gitlab-ci-local/\n"); // Where the runner works.
        Sdk.Git(author.Code.Root, "remote", "add", "origin", $"git@{Host}:physics/demo.git");
        Sdk.Git(author.Code.Root, "update-ref", "refs/remotes/origin/main", "HEAD");
        Sdk.Git(author.Code.Root, "remote", "set-head", "origin", "main");
    }

    /// <summary>The pipeline of the branch that is checked out.</summary>
    public Task<(int Exit, string Output, string Errors)> Branch() => Run();

    public Task<(int Exit, string Output, string Errors)> MergeRequest() =>
        Run("--variable", "CI_PIPELINE_SOURCE=merge_request_event", "--variable", "CI_MERGE_REQUEST_IID=7", "--unset-variable", "CI_COMMIT_BRANCH");

    public Task<(int Exit, string Output, string Errors)> Tag(string tag) => Run("--variable", $"CI_COMMIT_TAG={tag}", "--unset-variable", "CI_COMMIT_BRANCH");

    public void Dispose() => _folder.Dispose();

    private Task<(int Exit, string Output, string Errors)> Run(params string[] options)
    {
        var environment = new Dictionary<string, string>(author.Environment) { ["HOME"] = _folder.PathOf("home"), ["GIT_CONFIG_GLOBAL"] = _folder.PathOf("gitconfig"), ["NO_COLOR"] = "1" };
        Directory.CreateDirectory(environment["HOME"]);
        string[] variables =
        [
            $"MLP_REGISTRY={registry.BaseUrl}", $"MLP_TOKEN={registry.AdminToken}", $"MLP_FEED={Feed}", $"mlp_source={tool.Feed}",
            $"CI_API_V4_URL={forge.GitLab}", "CI_PROJECT_ID=42", $"CI_JOB_TOKEN={StandInForge.JobToken}", $"MLP_FORGE_TOKEN={StandInForge.OwnToken}",
        ];
        return Tool.RunProgram(
            Repository.PathOf("eng", "forge-tools", "node_modules", ".bin", "gitlab-ci-local"),
            ["--force-shell-executor", "--shell-isolation", "--no-artifacts-to-source", "--no-color", .. variables.SelectMany(variable => new[] { "--variable", variable }), .. options],
            environment,
            folder: author.Code.Root);
    }
}
