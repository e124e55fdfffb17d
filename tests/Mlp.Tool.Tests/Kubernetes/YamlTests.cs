using System.Text.Json.Nodes;
using Mlp.Cli.Kubernetes.Objects;
using Mlp.Testing;

namespace Mlp.Tool.Tests.Kubernetes;

public sealed class YamlTests
{
    public static TheoryData<string> Texts =>
    [
        "", " ", "plain", "two words", "trailing ", " leading", "a: b", "a:", "a #b", "#b", "- a", "-", "?", "? a", "yes", "No", "ON", "off", "y", "true", "False", "null", "NULL", "~",
        "1", "1.0", "0x1f", "1e3", "12:30", "1_000", "0o7", ".5", ".inf", "-1", "+1", "2026-01-01", "=", "<<", "!tag", "&anchor", "*alias", "{a}", "[a]", "a, b", "'single'", "\"double\"",
        "back\\slash", "line\nbreak", "carriage\r\nreturn", "tab\tbed", "\u0007bell", "\u0085next", "\u2028separator", "\uFEFFmark", "héllo", "日本", "😀", "%directive", "@at", "`tick`", "a|b", ">folded", "|literal",
        "http://example.org:80/a?b=c#d", "registry.example.org/models/beam@sha256:aa", "sum(rate(x{a=\"b\"}[1m]))", "--- document", "...", "key: {flow: 1}", "\u007f",
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_text_is_read_as_it_was(string text)
    {
        var document = new JsonObject { ["value"] = text, ["list"] = new JsonArray(text, new JsonArray(text)), [text] = new JsonObject { ["a"] = text, ["b"] = text } };
        var read = Assert.Single(YamlText.Parse(Yaml.Write([document])));
        Assert.Equal(document.ToJsonString(), read!.ToJsonString());
    }

    [Fact]
    public void Numbers_truth_values_and_what_is_empty_stay_what_they_are()
    {
        var document = new JsonObject
        {
            ["number"] = 5,
            ["negative"] = -3,
            ["true"] = true,
            ["nothing"] = null,
            ["object"] = new JsonObject(),
            ["list"] = new JsonArray(),
            ["deep"] = new JsonArray(new JsonObject { ["a"] = new JsonArray(1, new JsonObject { ["b"] = new JsonArray("x") }) }, 2),
        };
        var read = YamlText.Parse(Yaml.Write([document, document]));
        Assert.Equal(2, read.Count);
        Assert.All(read, each => Assert.Equal(document.ToJsonString().Replace("{}", "\"{}\"", StringComparison.Ordinal), each!.ToJsonString().Replace("{}", "\"{}\"", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Kubernetes_own_reader_takes_them_for_the_same()
    {
        using var folder = new TemporaryFolder();
        var texts = Texts.Select(row => row.Data).Where(text => !text.Any(char.IsControl) || text.Contains('\n', StringComparison.Ordinal)).ToList(); // What it reads it cannot always write.
        var data = new JsonObject(texts.Select((text, i) => KeyValuePair.Create($"key-{i}", (JsonNode?)text)));
        folder.Write("map.yaml", Yaml.Write([new() { ["apiVersion"] = "v1", ["kind"] = "ConfigMap", ["metadata"] = new JsonObject { ["name"] = "texts" }, ["data"] = data }]));
        folder.Write("kustomization.yaml", "resources: [map.yaml]\n");
        var built = Assert.Single(YamlText.Parse(await Kubectl.Kustomize(folder.Path)))!;
        Assert.All(texts.Index(), each => Assert.Equal(each.Item, Read(built["data"]![$"key-{each.Index}"])));
    }

    // Kustomize writes without quotes what it knows to be a text; its reader would have taken anything else for no text, and refused it.
    private static string Read(JsonNode? value) => value is null ? "" : value.GetValueKind() == System.Text.Json.JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
}
