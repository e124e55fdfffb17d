using Mlp.Cli.Forges;
using Mlp.Cli.Git;
using Mlp.Cli.Images;
using Mlp.Cli.Packages;

namespace Mlp.Cli;

/// <summary>Every environment variable that the tool reads, and the only place where it does.</summary>
internal sealed record EnvironmentSettings
{
    public required string Home { get; init; }

    /// <summary>What the client reads by itself.</summary>
    public ClientEnvironment Client { get; init; } = ClientEnvironment.Current;

    public string? Urls { get; init; }

    public string? Database { get; init; }

    public string? Blobs { get; init; }

    public string? ExitWhenIdle { get; init; }

    public string? AllowedHosts { get; init; }

    public string? RateLimit { get; init; }

    public string? MaxBlobBytes { get; init; }

    public string? Docker { get; init; }

    public string? DockerMemory { get; init; }

    public string? DockerCpus { get; init; }

    public string? DockerNetwork { get; init; }

    /// <summary>Where Docker's own programs look for the engine.</summary>
    public string? DockerHost { get; init; }

    public string? S3AccessKey { get; init; }

    public string? S3SecretKey { get; init; }

    /// <summary>Where programs are looked for.</summary>
    public string? SearchPath { get; init; }

    /// <summary>Whether the command runs in a pod of a Kubernetes cluster.</summary>
    public bool IsInCluster { get; init; }

    /// <summary>What the CI says that runs the command; null outside of one.</summary>
    public CiRun? Ci { get; init; }

    public FeedVariables Feeds { get; init; } = new();

    public ImageVariables Images { get; init; } = new();

    public ForgeVariables Forge { get; init; } = new();

    /// <summary>Where the command was started.</summary>
    public string Folder { get => field ??= CurrentFolder(); init; }

    /// <summary>Stands for all variables that a build may read.</summary>
    public string BuildVariables => field ??= Cli.BuildVariables.Fingerprint();

    public static EnvironmentSettings Read() => Read(Environment.GetEnvironmentVariable);

    /// <param name="variable">The value of a variable; an empty one counts as none.</param>
    public static EnvironmentSettings Read(Func<string, string?> variable)
    {
        return new()
        {
            Home = Get("MLP_HOME") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify), ".mlp"),
            Urls = Get("MLP_SERVER_URLS"),
            Database = Get("MLP_DATABASE"),
            Blobs = Get("MLP_BLOBS"),
            ExitWhenIdle = Get("MLP_EXIT_WHEN_IDLE"),
            AllowedHosts = Get("MLP_ALLOWED_HOSTS"),
            RateLimit = Get("MLP_RATE_LIMIT"),
            MaxBlobBytes = Get("MLP_MAX_BLOB_BYTES"),
            Docker = Get("MLP_DOCKER"),
            DockerMemory = Get("MLP_DOCKER_MEMORY"),
            DockerCpus = Get("MLP_DOCKER_CPUS"),
            DockerNetwork = Get("MLP_DOCKER_NETWORK"),
            DockerHost = Get("DOCKER_HOST"),
            S3AccessKey = Get("MLP_S3_ACCESS_KEY") ?? Get("AWS_ACCESS_KEY_ID"),
            S3SecretKey = Get("MLP_S3_SECRET_KEY") ?? Get("AWS_SECRET_ACCESS_KEY"),
            SearchPath = Get("PATH"),
            IsInCluster = Get("KUBERNETES_SERVICE_HOST") is not null,
            Ci = GitLab(Get) ?? GitHub(Get),
            Feeds = FeedsIn(Get),
            Forge = ForgeVariables.In(Get),
            Images = new()
            {
                Base = Get("MLP_BASE_IMAGE"),
                Repository = Get("MLP_IMAGES"),
                User = Get("MLP_IMAGES_USER"),
                Password = Get("MLP_IMAGES_PASSWORD"),
                BaseUser = Get("MLP_BASE_USER"),
                BasePassword = Get("MLP_BASE_PASSWORD"),
                OfForge = ForgeImages(Get),
            },
        };

        string? Get(string name) => variable(name) is { Length: > 0 } value ? value : null;
    }

    private static string CurrentFolder()
    {
        try
        {
            return Environment.CurrentDirectory;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CommandErrors.NoCurrentFolder(e);
        }
    }

    // Programs that run such pipelines on a developer's machine set GITLAB_CI to false, and mean the other variables all the same.
    private static CiRun? GitLab(Func<string, string?> get) => get("GITLAB_CI") is null && get("CI_COMMIT_TAG") is null && get("CI_COMMIT_SHA") is null ? null : new("GitLab CI")
    {
        Tag = get("CI_COMMIT_TAG"),
        Commit = get("CI_COMMIT_SHA"),
        ProjectUrl = get("CI_PROJECT_URL"),
        Folder = get("CI_PROJECT_DIR"),
    };

    private static CiRun? GitHub(Func<string, string?> get) => get("GITHUB_ACTIONS") is null && get("GITHUB_REF_TYPE") is null && get("GITHUB_SHA") is null ? null : new("GitHub Actions")
    {
        Tag = get("GITHUB_REF_TYPE") == "tag" ? get("GITHUB_REF_NAME") : null,
        Commit = get("GITHUB_SHA"),
        ProjectUrl = get("GITHUB_SERVER_URL") is { } server && get("GITHUB_REPOSITORY") is { } repository ? $"{server}/{repository}" : null,
        Folder = get("GITHUB_WORKSPACE"),
    };

    private static ForgeImages? ForgeImages(Func<string, string?> get) => get("CI_REGISTRY_IMAGE") is { } image
        ? new(image, get("CI_REGISTRY_USER"), get("CI_REGISTRY_PASSWORD"))
        : get("GITHUB_REPOSITORY") is { } repository && Uri.TryCreate(get("GITHUB_SERVER_URL") ?? "https://github.com", UriKind.Absolute, out var server)
            ? new($"{(server.Host == "github.com" ? "ghcr.io" : $"containers.{server.Authority}")}/{repository.ToLowerInvariant()}", get("GITHUB_ACTOR"), get("GITHUB_TOKEN"))
            : null;

    private static FeedVariables FeedsIn(Func<string, string?> get) => new()
    {
        Feed = get("MLP_FEED"),
        Key = get("MLP_FEED_KEY"),
        User = get("MLP_FEED_USER"),
        GitLabHost = get("CI_SERVER_HOST"),
        GitLabJobToken = get("CI_JOB_TOKEN"),
        GitHubActor = get("GITHUB_ACTOR"),
        GitHubToken = get("GITHUB_TOKEN"),
        GitHubHost = Uri.TryCreate(get("GITHUB_SERVER_URL"), UriKind.Absolute, out var server) && server.Host != "github.com" ? $"nuget.{server.Host}" : null,
    };
}
