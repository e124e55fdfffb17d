using Mlp.Cli;
using Mlp.Cli.Workspaces;
using Mlp.Testing;

namespace Mlp.Tool.Tests.Workspaces;

public sealed class WorkspaceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _files = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_repository_without_mlp_json_is_one_project()
    {
        Add("src/A/A.csproj", "src/B/B.csproj", "src/B/bin/Copy.csproj", "obj/x/Made.csproj");
        var project = Assert.Single(Read().Projects);
        Assert.Equal((_folder.Path, null, ""), (project.Folder, project.File, project.TagPrefix));
        Assert.Equal(["src/A/A.csproj", "src/B/B.csproj"], Relative(project));
    }

    [Fact]
    public void In_a_monorepo_each_folder_with_mlp_json_is_one_and_code_projects_belong_to_the_nearest()
    {
        Add("Root.csproj", "awake/Awake.csproj", "awake/inner/Inner.csproj", "awake-more/More.csproj");
        Json("mlp.json", "{}");
        Json("awake/mlp.json", """{ "tagPrefix": "awake/v" }""");
        Json("awake/inner/mlp.json", """{ "tagPrefix": "inner-" }""");
        Json("awake/bin/mlp.json", "copied by a build");
        var projects = Read().Projects;
        Assert.Equal(["", "awake/v", "inner-"], projects.Select(project => project.TagPrefix));
        Assert.Equal([["Root.csproj", "awake-more/More.csproj"], ["awake/Awake.csproj"], ["awake/inner/Inner.csproj"]], projects.Select(Relative));
    }

    [Theory]
    [InlineData("mlp.json/notes.txt")]
    [InlineData("awake/mlp.json/notes.txt")]
    [InlineData("awake/mlp.json")]
    public void A_folder_named_mlp_json_is_refused_instead_of_passed_over(string file)
    {
        Add("awake/Awake.csproj", file);
        if (!file.EndsWith("txt", StringComparison.Ordinal))
        {
            // As git tells of a submodule.
            File.Delete(_folder.PathOf(file));
            Directory.CreateDirectory(_folder.PathOf(file));
        }

        var refused = Assert.Throws<CommandFailedException>(Read);
        Assert.Equal("MLP7201", refused.Code);
        Assert.Contains("it is a folder", refused.Message, StringComparison.Ordinal);
        Assert.EndsWith("mlp.json", refused.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void The_root_of_a_monorepo_without_mlp_json_of_its_own_is_none()
    {
        Add("tools/Tool.csproj", "awake/Awake.csproj");
        Json("awake/mlp.json", """{ "tagPrefix": "awake/v" }""");
        Assert.Equal(["awake/Awake.csproj"], Relative(Assert.Single(Read().Projects)));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("awake/v", "awake/v")]
    [InlineData("", "v")]
    [InlineData("awake/", "awake/v")]
    public void Two_projects_that_one_tag_would_release_are_refused(string first, string second)
    {
        Json("a/mlp.json", $$"""{ "tagPrefix": "{{first}}" }""");
        Json("b/mlp.json", $$"""{ "tagPrefix": "{{second}}" }""");
        var error = Assert.Throws<CommandFailedException>(Read);
        Assert.Equal("MLP7209", error.Code);
        Assert.Contains(_folder.PathOf("a", "mlp.json"), error.Message, StringComparison.Ordinal);
        Assert.Contains(_folder.PathOf("b", "mlp.json"), error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("awake/v1.2.3", "awake")]
    [InlineData("awake/run2/v1.2.3", "run2")]
    [InlineData("v1.2.3", ".")]
    [InlineData("linac/v1.2.3", null)]
    public void A_tag_says_which_project_it_releases(string tag, string? project)
    {
        Json("mlp.json", "{}");
        Json("awake/mlp.json", """{ "tagPrefix": "awake/v" }""");
        Json("run2/mlp.json", """{ "tagPrefix": "awake/run2/v" }""");
        var workspace = Read();
        Assert.Equal(project, workspace.ByTag(tag) is { } found ? workspace.Name(found) : null);
    }

    [Theory]
    [InlineData(null, "awake/src", "awake")]
    [InlineData(null, "tools", ".")]
    [InlineData("awake", ".", "awake")]
    [InlineData("../awake/mlp.json", "tools", "awake")]
    [InlineData("awake/src/Awake.csproj", ".", "awake")]
    [InlineData("..", "awake", ".")]
    public void A_command_is_about_the_nearest_project(string? path, string current, string project)
    {
        Add("awake/src/Awake.csproj", "tools/Tool.csproj");
        Json("mlp.json", "{}");
        Json("awake/mlp.json", """{ "tagPrefix": "awake/v" }""");
        var workspace = Read();
        Assert.Equal(project, workspace.Name(workspace.Choose(path, Path.Combine(_folder.Path, current))));
    }

    [Fact]
    public void A_place_that_belongs_to_none_of_several_projects_is_refused_with_their_names()
    {
        Json("awake/mlp.json", """{ "tagPrefix": "awake/v" }""");
        Json("linac/mlp.json", """{ "tagPrefix": "linac/v" }""");
        var error = Assert.Throws<CommandFailedException>(() => Read().Choose(null, _folder.Path));
        Assert.Equal(("MLP7210", "name one with --project: awake, linac"), (error.Code, error.Remedy));
        Assert.Throws<CommandFailedException>(() => Read().Choose(Path.GetTempPath(), _folder.Path));
    }

    [Theory]
    [InlineData("gone")]
    [InlineData("awake/README.md")]
    public void What_names_no_project_is_wrong_usage(string path)
    {
        Json("awake/mlp.json", "{}");
        _folder.Write("awake/README.md", "");
        Assert.Equal(path, Assert.Throws<UsageException>(() => Read().Choose(path, _folder.Path)).Value);
    }

    private Workspace Read() => Workspace.Read(_folder.Path, _files);

    private void Add(params string[] projects)
    {
        foreach (var project in projects)
        {
            Json(project, "<Project />");
        }
    }

    private void Json(string file, string text)
    {
        _folder.Write(file, text);
        _files.Add(file);
    }

    private IEnumerable<string> Relative(ReleaseProject project) => project.CodeProjects.Select(file => Path.GetRelativePath(_folder.Path, file));
}
