using Mlp.Testing;

namespace Mlp.Tool.Tests.Releases;

public sealed class CheckTests(InstalledTool tool, PackedLibraries packages)
{
    [Fact]
    public async Task Two_models_of_one_name_in_a_project_are_one_finding()
    {
        using var author = new Author(tool, packages).WithOneModel(model: "beam");
        author.Code.Write("Beams/Other.cs", Building.CodeRepository.Model.Replace("typeof(ConstantModel)", "typeof(OtherModel), \"beam\"", StringComparison.Ordinal).Replace("class ConstantModel", "class OtherModel", StringComparison.Ordinal));
        author.Code.Commit();
        author.Tag("v1.0.0");
        var (exit, output, _) = await author.Run("check");
        Assert.Equal(1, exit);
        Assert.Equal(["error MLP7229"], output.Split('\n').Where(line => line.StartsWith("error", StringComparison.Ordinal)).Select(line => line[..13]));
    }

    [Fact]
    public async Task One_change_is_one()
    {
        using var author = new Author(tool, packages).WithOneModel();
        author.Code.Write("Beams/Unfinished.cs", "// Not yet.");
        Assert.Contains(": 1 change in no commit: Beams/Unfinished.cs", (await author.Run("check")).Output, StringComparison.Ordinal);
        Assert.Contains("  1 change in no commit  ", (await author.Run("doctor")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_doctor_tells_of_missing_tags_once_and_how_to_get_them()
    {
        using var author = new Author(tool, packages).WithOneModel();
        Assert.Equal(["warning", "there are none", "git fetch --tags; where there is none yet: git tag v1.0.0"], await Tags(author));
        author.Tag("v1.0.0");
        author.Code.Commit();
        author.Tag("v1.1.0");
        Assert.Equal(["ok", "at HEAD: v1.1.0"], await Tags(author));

        var shallow = Path.Combine(author.Home, "shallow");
        Sdk.Git(author.Code.Root, "clone", "--quiet", "--depth", "1", $"file://{author.Code.Root}", shallow);
        author.Folder = shallow;
        Assert.Equal(["warning", "at HEAD: v1.1.0; the clone is shallow and may lack others", "git fetch --tags --unshallow; in CI: GIT_DEPTH: 0 or fetch-depth: 0"], await Tags(author));
        Sdk.Git(shallow, "fetch", "--quiet", "--tags", "--unshallow");
        Assert.Equal(["ok", "at HEAD: v1.1.0"], await Tags(author));
    }

    private static async Task<string[]> Tags(Author author)
    {
        var (_, output, _) = await author.Run("doctor", "--output", "json");
        var symptom = System.Text.Json.JsonElement.Parse(output).EnumerateArray().Single(each => each.Text("what") == "tags");
        return [symptom.Text("outcome"), symptom.Text("found"), .. symptom.TryGetProperty("remedy", out var remedy) ? [remedy.GetString()!] : Array.Empty<string>()];
    }
}
