using Mlp.Testing;

namespace Mlp.Tool.Tests.Releases;

public sealed class RegisterTests(InstalledTool tool, PackedLibraries packages)
{
    [Fact]
    public async Task Two_checkouts_of_one_commit_give_the_same_package_and_the_same_bundle()
    {
        using var author = new Author(tool, packages).WithOneModel();
        author.Tag("v1.0.0");
        using var other = new Author(tool, packages);
        Directory.Delete(other.Code.Root, recursive: true);
        Sdk.Git(Path.GetDirectoryName(other.Code.Root)!, "clone", "--quiet", author.Code.Root, other.Code.Root);

        var answer = await author.Json("register");
        Assert.Equal(["tag", "commit", "release", "models"], answer.EnumerateObject().Select(field => field.Name));
        Assert.Equal(("constant_model", "1.0.0", "registered"), (answer.GetProperty("models")[0].Text("name"), answer.GetProperty("models")[0].Text("version"), answer.GetProperty("models")[0].Text("outcome")));
        await other.Done("register");

        Assert.Equal(Digests(await author.Json("release", "status", "v1.0.0")), Digests(await other.Json("release", "status", "v1.0.0")));
        Assert.Equal(Package(author), Package(other));
    }

    [Fact]
    public async Task A_name_of_another_project_is_refused_with_its_owner_before_a_package_leaves()
    {
        using var owner = new Author(tool, packages).WithOneModel(model: "beam");
        owner.Tag("v1.0.0");
        await owner.Done("register");
        using var other = new Author(tool, packages, owner.Home).WithOneModel("Waves", "beam");
        other.Code.Write("mlp.json", """{ "project": "git.example.org/beams/waves" }""");
        other.Code.Commit();
        other.Tag("v7.0.0");

        var error = await other.Failed("register");
        Assert.Contains("local/", error, StringComparison.Ordinal);
        Assert.Contains("'beam'", error, StringComparison.Ordinal);
        Assert.Equal(["Beams.1.0.0.nupkg"], Directory.GetFiles(Path.Combine(owner.Home, "packages"), "*.nupkg").Select(Path.GetFileName));
    }

    [Fact]
    public async Task What_no_commit_holds_is_refused_unless_asked_for_and_then_stays_here()
    {
        await using var registry = await RegistryProcess.Start();
        using var author = new Author(tool, packages).WithOneModel();
        author.Tag("v1.0.0");
        author.Code.Write("Beams/Unfinished.cs", "// Not yet.");

        Assert.StartsWith("MLP7109", await author.Failed("register"), StringComparison.Ordinal);
        Assert.StartsWith("MLP7505", await author.Failed("register", "--allow-dirty", "--registry", registry.BaseUrl.ToString()), StringComparison.Ordinal);
        Assert.Equal(["registered constant_model 1.0.0-dirty"], await author.Lines("register", "--allow-dirty"));
        author.Code.Write("Beams/Unfinished.cs", "// Otherwise.");
        Assert.StartsWith("MLP7501", await author.Failed("register", "--allow-dirty"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tag_that_moved_is_refused_with_both_commits_before_anything_is_built()
    {
        using var author = new Author(tool, packages).WithOneModel();
        author.Tag("v1.0.0");
        await author.Done("register");
        var first = Sdk.Git(author.Code.Root, "rev-parse", "HEAD").Trim();
        var second = author.Code.Commit();
        Sdk.Git(author.Code.Root, "tag", "--force", "v1.0.0");
        var error = await author.Failed("register");
        Assert.Contains(first, error, StringComparison.Ordinal);
        Assert.Contains(second, error, StringComparison.Ordinal);
        Assert.DoesNotContain("building", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reader_plans_but_does_not_register_and_a_registered_tag_is_answered_without_building()
    {
        await using var registry = await RegistryProcess.Start();
        using var author = new Author(tool, packages).WithOneModel();
        author.Code.Write("mlp.json", """{ "project": "git.example.org/beams/plans" }""");
        author.Code.Commit();
        author.Tag("v1.0.0");
        var remote = registry.BaseUrl.ToString();

        author.Token = await Token(registry, "reader");
        Assert.Contains("constant_model 1.0.0 (new)", await author.Done("plan", "--registry", remote), StringComparison.Ordinal);
        Assert.StartsWith("### v1.0.0 would register 1 model", await author.Done("plan", "--registry", remote, "--output", "markdown"), StringComparison.Ordinal);
        Assert.Contains("MLP7510", (await author.Run("check", "--registry", remote)).Output, StringComparison.Ordinal);
        foreach (var arguments in new string[][] { ["register"], ["register", "--dry-run"] })
        {
            var error = await author.Failed([.. arguments, "--registry", remote]);
            Assert.StartsWith("MLP7510: the token 'reader' only reads", error, StringComparison.Ordinal);
            Assert.DoesNotContain("building", error, StringComparison.Ordinal);
        }

        author.Token = await Token(registry, "publisher");
        Assert.Equal(["registered constant_model 1.0.0"], await author.Lines("register", "--registry", remote));
        var (exit, output, errors) = await author.Run("register", "--registry", remote);
        Assert.Equal((0, "unchanged constant_model 1.0.0\n", ""), (exit, output, errors));
    }

    [Fact]
    public async Task A_dry_run_checks_all_and_leaves_nothing()
    {
        using var author = new Author(tool, packages).WithOneModel();
        author.Tag("v1.0.0");
        var temporary = Directory.CreateDirectory(Path.Combine(author.Home, "tmp")).FullName;
        var left = Directory.CreateDirectory(Path.Combine(temporary, "mlp-work-left"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        left.LastWriteTimeUtc = DateTime.UtcNow.AddDays(-2);
        author.Variables["TMPDIR"] = temporary;
        Assert.Equal(["would register constant_model 1.0.0"], await author.Lines("register", "--dry-run"));
        Assert.Empty(Directory.GetDirectories(temporary, "mlp-*"));
        Assert.Equal(0, (await author.Json("list", "releases")).GetArrayLength());
        Assert.False(Directory.Exists(Path.Combine(author.Home, "packages")));
    }

    [Fact]
    public async Task Another_package_under_the_same_version_is_found_without_pushing()
    {
        using var author = new Author(tool, packages).WithOneModel();
        author.Tag("v1.0.0");
        var feed = Directory.CreateDirectory(Path.Combine(author.Home, "packages")).FullName;
        await File.WriteAllTextAsync(Path.Combine(feed, "beams.1.0.0.nupkg"), "another");

        Assert.Contains("MLP7504", (await author.Run("check")).Output, StringComparison.Ordinal);
        Assert.Contains("MLP7504", await author.Failed("register", "--dry-run"), StringComparison.Ordinal);
        Assert.Equal(0, (await author.Json("list", "releases")).GetArrayLength());
        Assert.Equal(["beams.1.0.0.nupkg"], Directory.GetFiles(feed).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_terminal_that_watches_sees_for_how_long_it_builds_and_the_compilers_errors_on_lines_of_their_own()
    {
        using var author = new Author(tool, packages).WithOneModel();
        author.Tag("v1.0.0");
        var screen = await author.Screen("register");
        Assert.Contains("building 1.0.0 from ", screen, StringComparison.Ordinal);
        Assert.Contains("\rbuilding 1.0.0, 1 s", screen, StringComparison.Ordinal);
        Assert.Contains("\nregistered constant_model 1.0.0", screen, StringComparison.Ordinal);

        author.Code.Write("Beams/Broken.cs", "class Broken { int x = y; }");
        author.Code.Commit();
        author.Tag("v1.1.0");
        var error = (await author.Screen("register")).Split('\n', '\r').Single(line => line.Contains("error CS0103", StringComparison.Ordinal));
        Assert.StartsWith(author.Code.Root, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_compilers_errors_reach_the_user_as_they_are()
    {
        using var author = new Author(tool, packages).WithOneModel();
        author.Code.Write("Beams/Broken.cs", "class Broken { int x = y; }");
        author.Code.Commit();
        author.Tag("v1.0.0");
        var error = await author.Failed("register");
        Assert.Contains("Broken.cs(1,24): error CS0103", error, StringComparison.Ordinal);
        Assert.Contains("MLP7307", error, StringComparison.Ordinal);
    }

    private static async Task<string> Token(RegistryProcess registry, string role)
    {
        using var client = new Client(registry.BaseUrl.ToString(), registry.AdminToken);
        return (await client.Tokens.CreateAsync(new(role, role))).Secret;
    }

    private static string[] Digests(System.Text.Json.JsonElement release) =>
        [release.Text("bundleDigest"), release.Text("codeDigest"), .. release.GetProperty("steps").EnumerateArray().Select(step => $"{step.Text("step")} {step.Text("digest")}")];

    private static string Package(Author author) => Convert.ToHexString(File.ReadAllBytes(Path.Combine(author.Home, "packages", "Beams.1.0.0.nupkg")));
}
