using Mlp.Cli.Git;
using Mlp.Testing;

namespace Mlp.Tool.Tests.Git;

public sealed class ProjectIdsTests : IDisposable
{
    private readonly TestRepository _repository = TestRepository.WithCommit();

    [Fact]
    public void Every_way_to_write_an_address_gives_one_id()
    {
        string[] hosts = ["gitlab.example.org", "GitLab.Example.ORG", "gitlab.example.org."];
        string[] users = ["", "git@", "gitlab-ci-token:hidden-word@", "user%40cern.ch:hidden@word@", ":@"];
        string[] ports = ["", ":", ":22", ":443", ":7999", ":8443"];
        string[] paths = ["beams/awake", "beams/awake.git", "beams/awake/", "/beams//awake.git/", "beams/awake/.git", "beams/%61wake"];
        var addresses =
            from scheme in new[] { "https", "http", "ssh", "git", "HTTPS", "git+ssh" }
            from host in hosts
            from user in users
            from port in ports
            from path in paths
            select $"{scheme}://{user}{host}{port}/{path}";
        var scpLike =
            from host in hosts
            from path in paths.Where(path => !path.Contains('%', StringComparison.Ordinal))
            from form in new[] { $"{host}:{path}", $"git@{host}:{path}", $"[{host}:7999]:{path}", $"git@[{host}]:{path}", $"[git@{host}:22]:{path}" }
            select form;
        var all = addresses.Concat(scpLike).ToList();
        Assert.True(all.Count > 3000);
        Assert.All(all, address => Assert.Equal("gitlab.example.org/beams/awake", ProjectIds.FromAddress(address, "").Text));
    }

    [Theory]
    [InlineData("https://example.org/Beams/Awake.git", "example.org/Beams/Awake")]
    [InlineData("ssh://git@example.org/~user/models", "example.org/~user/models")]
    [InlineData("https://example.org/a/b/c/d.models.git", "example.org/a/b/c/d.models")]
    [InlineData("git@example.org:22/models", "example.org/22/models")]
    [InlineData("https://10.0.0.7:3000/beams/awake", "10.0.0.7/beams/awake")]
    [InlineData("https://example.org/mod%C3%A8les", "example.org/modèles")]
    public void What_matters_of_an_address_stays(string address, string id) => Assert.Equal(id, ProjectIds.FromAddress(address, "").Text);

    [Theory]
    [InlineData("https://user:hidden-word@example.org/")]
    [InlineData("https://user:hidden-word@example.org")]
    [InlineData("https://user:hidden-word/1@example.org/beams/awake.git")]
    [InlineData("https://user:1/hidden-word@example.org/beams/awake.git")]
    [InlineData("https://hidden-word/1@example.org/beams/awake.git")]
    [InlineData("https://example.org/beams/awake?token=hidden-word")]
    [InlineData("https://example.org/beams/awake#hidden-word")]
    [InlineData("https://user:hidden-word@example.org:port/beams/awake")]
    [InlineData("https://user:hidden-word@[::1]/beams/awake")]
    [InlineData("https://user:hidden-word@example.org/beams/awake with spaces")]
    [InlineData("https://user:hidden-word@example.org/../awake")]
    [InlineData("https://user:hidden-word@example.org/beams%23awake")]
    [InlineData("https://user:hidden-word@local/beams/awake")]
    [InlineData("codecommit::eu-west-1://hidden-word@models")]
    [InlineData("ext::ssh example.org %S beams/awake")]
    [InlineData("unknown://user:hidden-word@example.org/beams/awake")]
    [InlineData("git@example.org:beams/awake.git.git")]
    public async Task An_address_without_an_id_is_refused_and_its_secrets_are_not_told(string address)
    {
        var error = await Opened.Refused("MLP7118", () => ProjectIds.FromAddress(address, ""));
        Assert.Contains("'project' into mlp.json", error.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://gitlab-ci-token:hidden-word@gitlab.example.org/beams/awake.git", "", "gitlab.example.org/beams/awake")]
    [InlineData("git@gitlab.example.org:beams/mono.git", "awake/v", "gitlab.example.org/beams/mono#awake/v")]
    public async Task The_origin_says_which_project_it_is(string origin, string prefix, string id)
    {
        _repository.Git("remote", "add", "origin", origin);
        var project = await ProjectIds.Of(await _repository.Open(), configured: null, prefix, ci: null, Opened.Ct);
        Assert.Equal((id, prefix), (project.Text, project.TagPrefix));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("/srv/git/awake.git")]
    [InlineData("../awake.git")]
    [InlineData("./odd:name")]
    [InlineData("file:///srv/git/awake.git")]
    [InlineData("C:\\git\\awake")]
    public async Task Without_an_origin_elsewhere_the_first_commit_is_the_project(string? origin)
    {
        var first = _repository.Head;
        _repository.Commit();
        if (origin is not null)
        {
            _repository.Git("remote", "add", "origin", origin);
        }

        var opened = await _repository.Open();
        var project = await ProjectIds.Of(opened, configured: null, "", new CiRun("GitLab CI") { ProjectUrl = "https://example.org/other" }, Opened.Ct);
        Assert.Equal($"local/{first}", project.Text);
        Assert.True(project.IsLocal);
        Assert.Equal($"local/{first}#awake/v", (await ProjectIds.Of(opened, configured: null, "awake/v", ci: null, Opened.Ct)).Text);
    }

    [Fact]
    public async Task A_shallow_clone_needs_an_origin_elsewhere_or_a_configured_project()
    {
        _repository.Commit();
        using var shallow = _repository.Clone("--depth", "1");
        var opened = await shallow.Open();
        await Opened.Refused("MLP7120", () => ProjectIds.Of(opened, configured: null, "", ci: null, Opened.Ct));
        Assert.Equal("example.org/a", (await ProjectIds.Of(opened, "example.org/a", "", ci: null, Opened.Ct)).Text);
    }

    [Theory]
    [InlineData("example.org:8443/beams/awake", "", "example.org:8443/beams/awake")]
    [InlineData("example.org/beams/mono", "awake/v", "example.org/beams/mono#awake/v")]
    [InlineData("example.org/beams/mono#awake/v", "awake/v", "example.org/beams/mono#awake/v")]
    public void The_configured_project_counts_before_the_origin(string configured, string prefix, string id) =>
        Assert.Equal(id, ProjectIds.Configured(configured, prefix).Text);

    [Theory]
    [InlineData("https://user:hidden-word@example.org/beams/awake.git", "")]
    [InlineData("awake", "")]
    [InlineData("", "")]
    [InlineData("example.org/beams/mono#awake/v", "")]
    [InlineData("example.org/beams/mono#awake/v", "isolde/v")]
    [InlineData("example.org/beams/mono", "not allowed/v")]
    public async Task A_configured_project_that_is_none_is_refused(string configured, string prefix) =>
        await Opened.Refused("MLP7119", () => ProjectIds.Configured(configured, prefix));

    [Fact]
    public async Task A_ci_that_names_another_project_is_refused_unless_the_project_is_configured()
    {
        _repository.Git("remote", "add", "origin", "https://gitlab-ci-token:hidden-word@example.org/mirrors/awake.git");
        var opened = await _repository.Open();
        var ci = new CiRun("GitLab CI") { ProjectUrl = "https://example.org/beams/awake" };
        var error = await Opened.Refused("MLP7117", () => ProjectIds.Of(opened, configured: null, "awake/v", ci, Opened.Ct));
        Assert.Contains("example.org/mirrors/awake#awake/v", error.Message, StringComparison.Ordinal);
        Assert.Contains("example.org/beams/awake", error.Message, StringComparison.Ordinal);

        Assert.Equal("example.org/beams/awake", (await ProjectIds.Of(opened, "example.org/beams/awake", "", ci, Opened.Ct)).Text);
        Assert.Equal("example.org/mirrors/awake", (await ProjectIds.Of(opened, configured: null, "", ci with { ProjectUrl = "https://EXAMPLE.org:8443/mirrors/awake" }, Opened.Ct)).Text);
    }

    public void Dispose() => _repository.Dispose();
}
