using System.Text.Json;
using Mlp.Cli;
using Mlp.Cli.Workspaces;
using Mlp.Testing;

namespace Mlp.Tool.Tests.Workspaces;

public sealed class MlpJsonTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Everything_can_be_said_with_comments_and_trailing_commas()
    {
        var settings = Read("""
            {
              "$schema": "docs/formats/mlp.schema.json",
              // Moved there last year; its names stay.
              "project": "git.example.org/beams/awake",
              "tagPrefix": "awake/v",
              "projects": ["src/Encoder/Encoder.csproj"], /* the others are tools */
              "models": { "decoder": false, "encoder": true, },
            }
            """);
        Assert.Equal("git.example.org/beams/awake", settings.Project?.Text);
        Assert.Equal("awake/v", settings.TagPrefix);
        Assert.Equal(["src/Encoder/Encoder.csproj"], settings.Projects);
        Assert.Equal(new Dictionary<string, bool> { ["decoder"] = false, ["encoder"] = true }, settings.Models);
    }

    [Fact]
    public void Nothing_has_to_be_said()
    {
        var settings = Read("\uFEFF{}");
        Assert.Equal((null, ""), (settings.Project, settings.TagPrefix));
        Assert.Empty(settings.Projects);
        Assert.Empty(settings.Models);
    }

    [Theory]
    [InlineData("", "MLP7202", null)]
    [InlineData("[]", "MLP7202", null)]
    [InlineData("{", "MLP7202", null)]
    [InlineData("""{ "tagPrefix": "a", "tagPrefix": "b" }""", "MLP7202", null)]
    [InlineData("""{ "tagprefix": "awake/v" }""", "MLP7203", "did you mean 'tagPrefix'?")]
    [InlineData("""{ "model": {} }""", "MLP7203", "did you mean 'models'?")]
    [InlineData("""{ "feed": "x" }""", "MLP7203", "the fields are $schema, project, tagPrefix, projects, models, images, deploy")]
    [InlineData("""{ "$schema": 1 }""", "MLP7204", null)]
    [InlineData("""{ "project": null }""", "MLP7204", null)]
    [InlineData("""{ "tagPrefix": 1 }""", "MLP7204", null)]
    [InlineData("""{ "projects": "src/A.csproj" }""", "MLP7204", null)]
    [InlineData("""{ "projects": [1] }""", "MLP7204", null)]
    [InlineData("""{ "projects": [] }""", "MLP7204", null)]
    [InlineData("""{ "models": ["decoder"] }""", "MLP7204", null)]
    [InlineData("""{ "models": { "decoder": "no" } }""", "MLP7204", null)]
    [InlineData("""{ "project": "https://git.example.org/beams" }""", "MLP7205", null)]
    [InlineData("""{ "project": "local/0123" }""", "MLP7205", null)]
    [InlineData("""{ "tagPrefix": "awake 2" }""", "MLP7206", null)]
    [InlineData("""{ "tagPrefix": "run2" }""", "MLP7206", null)]
    [InlineData("""{ "tagPrefix": "run." }""", "MLP7206", null)]
    [InlineData("""{ "tagPrefix": "/awake" }""", "MLP7206", null)]
    [InlineData("""{ "tagPrefix": "a..b/" }""", "MLP7206", null)]
    [InlineData("""{ "tagPrefix": "-a/" }""", "MLP7206", null)]
    [InlineData("""{ "models": { "Decoder": false } }""", "MLP7207", null)]
    public void What_is_wrong_is_refused_naming_the_file(string json, string code, string? remedy)
    {
        var error = Assert.Throws<CommandFailedException>(() => Read(json));
        Assert.Equal(code, error.Code);
        Assert.Contains("mlp.json", error.Message + error.Value, StringComparison.Ordinal);
        Assert.Equal(remedy ?? error.Remedy, error.Remedy);
    }

    [Theory]
    [InlineData("decodr", "did you mean 'decoder'?")]
    [InlineData("plasma_density", "the models are decoder, encoder")]
    public void A_model_that_is_turned_off_but_does_not_exist_is_refused(string name, string remedy)
    {
        _folder.Write("mlp.json", $$"""{ "models": { "{{name}}": false } }""");
        var project = Workspace.Read(_folder.Path, ["mlp.json"]).Projects.Single();
        var error = Assert.Throws<CommandFailedException>(() => project.RequireMentionedModels(["encoder", "decoder"]));
        Assert.Equal(("MLP7208", remedy), (error.Code, error.Remedy));
    }

    [Fact]
    public void Models_are_released_unless_they_are_turned_off()
    {
        _folder.Write("mlp.json", """{ "models": { "decoder": false, "encoder": true } }""");
        var project = Workspace.Read(_folder.Path, ["mlp.json"]).Projects.Single();
        project.RequireMentionedModels(["encoder", "decoder", "third"]);
        Assert.Equal([false, true, true], new[] { "decoder", "encoder", "third" }.Select(project.Releases));
    }

    [Fact]
    public void The_published_schema_knows_the_same_fields()
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("docs", "formats", "mlp.schema.json")));
        Assert.False(schema.RootElement.GetProperty("additionalProperties").GetBoolean());
        var fields = schema.RootElement.GetProperty("properties").EnumerateObject().Select(field => field.Name).ToList();
        var error = Assert.Throws<CommandFailedException>(() => Read("""{ "something else": 1 }"""));
        Assert.Equal($"the fields are {string.Join(", ", fields)}", error.Remedy);
        var page = File.ReadAllText(Repository.PathOf("docs", "formats", "mlp-json.md"));
        Assert.All(fields, field => Assert.Contains($"| `{field}` |", page, StringComparison.Ordinal));
    }

    private MlpJson Read(string text) => MlpJsonReader.Read(_folder.Write("mlp.json", text));
}
