using System.CommandLine;
using Mlp.Cli.Checks;
using Mlp.Cli.Git;
using Mlp.Cli.Hooks;
using Mlp.Cli.Output;
using Mlp.Cli.Packages;
using Mlp.Cli.Releases;

namespace Mlp.Cli.Commands;

/// <summary><c>mlp hook install</c>: from now on, pushed version tags are released.</summary>
internal static class HookInstallCommand
{
    private static readonly Option<string?> Project = new("--project")
    {
        Description = "Where people find the repository, as host and path: a registry for many tells projects by it. [mlp.json's 'project'; on this machine's own registry the first commit]",
        HelpName = "host/path",
    };

    private static readonly Option<bool> NoDeploy = new("--no-deploy") { Description = "Registers what is released; nothing is deployed." };

    private static readonly Option<bool> Wait = new("--wait") { Description = "A push shows how its releases go and what became of them; they go on where the pusher leaves." };

    private static readonly Option<string?> Timeout = new("--timeout")
    {
        Description = "How long one release may take, as in 30m or 2h: one that hangs is ended then, and the next one goes on. [60m]",
        HelpName = "duration",
    };

    public static Command Create(EnvironmentSettings environment)
    {
        var command = new ExampleCommand(
            "install",
            "Writes the repository's post-receive hook: each version tag that is pushed is released in the background, one at a time, with a log of its own. Run it as the user who takes the pushes. Installed again, it has the options that are given then, and no others.",
            "mlp hook install /srv/git/demo.git",
            "mlp hook install /srv/git/awake.git --registry pro --project git.example.org/beams/awake --wait")
        {
            HookCommand.Repository, Project, ReleaseOptions.Feed, DeployOptions.Target, NoDeploy, Timeout, Wait,
        };
        command.SetAction((parsed, ct) => Install(parsed, environment, ct));
        return command;
    }

    private static async Task<int> Install(ParseResult parsed, EnvironmentSettings environment, Ct ct)
    {
        if (OperatingSystem.IsWindows())
        {
            throw HookErrors.OnWindows();
        }

        var (terminal, options) = (GlobalOptions.Terminal(parsed), Options(parsed, environment));
        var repository = await BareRepository.Open(parsed.GetRequiredValue(HookCommand.Repository), environment, ct);
        var installation = new HookInstallation(repository);
        installation.RefuseForeign();
        await CheckRegistry(repository, options, environment, terminal, ct);
        installation.Install(options);
        terminal.Answer(new Installed(installation.Hook, installation.Folder.Options, options), $"installed {installation.Hook}");
        terminal.Note($"version tags that are pushed are {(options.Deploy ? "registered and deployed" : "registered")}; what waits, runs and ran is told by: mlp hook status {ShellWord.Of(installation.Folder.Repository)}");
        return ExitCode.Ok;
    }

    private static HookOptions Options(ParseResult parsed, EnvironmentSettings environment)
    {
        if (parsed.GetValue(NoDeploy) && parsed.GetValue(DeployOptions.Target) is { } unused)
        {
            throw new UsageException("--no-deploy and --target contradict each other", unused, "give one of them");
        }

        var feed = parsed.GetValue(ReleaseOptions.Feed);
        using (PackageFeeds.Open(feed, environment))
        {
            return new()
            {
                Registry = parsed.GetValue(GlobalOptions.Registry) ?? environment.Client.Registry,
                Project = Checked(parsed.GetValue(Project)),
                Feed = feed is null || feed.Contains("://", StringComparison.Ordinal) ? feed : Path.GetFullPath(feed, environment.Folder),
                Deploy = !parsed.GetValue(NoDeploy),
                Target = parsed.GetValue(DeployOptions.Target),
                Timeout = parsed.GetValue(Timeout) is { } timeout ? Quantity.Duration(timeout, "--timeout") : new HookOptions().Timeout,
                Wait = parsed.GetValue(Wait),
                Environment = HookEnvironment.Keep(environment),
            };
        }
    }

    // It becomes the address of a clone, which has to lead to the same id again.
    private static string? Checked(string? project) =>
        project is null || (ProjectId.TryParse(project) is { TagPrefix: "", IsLocal: false } && RepositoryAddress.TryParse($"https://{project}") is { } address && $"{address.Host}/{address.Path}" == project)
            ? project
            : throw new UsageException("--project is not where a repository is found", RepositoryAddress.Redacted(project), "write host and path, without scheme, port, user and .git, as in git.example.org/beams/awake");

    // All that a release would find out too late; a registry that does not answer now may later.
    private static async Task CheckRegistry(BareRepository repository, HookOptions options, EnvironmentSettings environment, Terminal terminal, Ct ct)
    {
        await using var registry = await RegistryAccess.OpenImpatiently(options.Registry, environment, ct);
        if (registry.IsEmbedded)
        {
            return;
        }

        if (options.Project is null && !await AllProjectsAreNamed(repository, ct))
        {
            throw HookErrors.NoProject(registry.Client.Registry);
        }

        if (options.Registry?.Contains("://", StringComparison.Ordinal) == true && environment.Client.Token is not null)
        {
            terminal.Note("the hook keeps no token: MLP_TOKEN has to be set where git takes pushes. A profile brings its own: mlp login");
        }

        try
        {
            if (CheckFindings.OfIdentity(registry.Client.Registry, await registry.Client.WhoAmIAsync(ct)) is { } finding)
            {
                throw ReleaseErrors.Findings([finding]);
            }
        }
        catch (MlpException e) when (ReleaseFailure.MayPass(e.Code))
        {
            terminal.Note($"{registry.Client.Registry} does not answer now; releases will wait until it does");
        }
    }

    private static async Task<bool> AllProjectsAreNamed(BareRepository repository, Ct ct) =>
        await repository.CommitOf("HEAD", ct) is { } head && (await repository.WorkspaceAt(head, ct)).Projects.All(project => project.Settings.Project is not null);

    private sealed record Installed(string Hook, string Options, HookOptions Content);
}
