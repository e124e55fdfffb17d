using System.Text.RegularExpressions;
using Mlp.Testing;
using YamlDotNet.RepresentationModel;

namespace Mlp.Tool.Tests.Pipelines;

/// <summary>The templates as files: what the tools of the forges say of them, and what every job has to be.</summary>
public sealed partial class TemplateTests(InstalledTool tool)
{
    private static readonly string GitLab = Text("gitlab", "mlp-ci-template.yml");
    private static readonly string Component = Text("gitlab", "templates", "mlp.yml");
    private static readonly string GitHub = Text("github", "mlp.yml");
    private static readonly string Action = Text("github", "setup", "action.yml");

    [Fact]
    public async Task GitHubs_linters_find_nothing()
    {
        using var folder = new TemporaryFolder();
        await Tool.RunProgram(tool.Program, ["init", folder.PathOf("demo"), "--name", "demo", "--ci", "github"], new Dictionary<string, string> { ["MLP_HOME"] = folder.PathOf("home") });
        string[] files = [Repository.PathOf("templates", "github", "mlp.yml"), .. Directory.GetFiles(folder.PathOf("demo/.github/workflows"))];
        Assert.Equal(3, files.Length);
        var lint = await Tool.RunProgram("node", [Repository.PathOf("eng", "forge-tools", "lint.mjs"), .. files]);
        Assert.Equal((0, ""), (lint.Exit, lint.Output + lint.Errors));
        var broken = folder.PathOf("broken.yml");
        await File.WriteAllTextAsync(broken, GitHub.Replace("inputs.runner", "inputs.runer", StringComparison.Ordinal));
        Assert.Contains("runer", (await Tool.RunProgram("node", [Repository.PathOf("eng", "forge-tools", "lint.mjs"), broken])).Output, StringComparison.Ordinal);

        foreach (var file in files.Append(Repository.PathOf("templates", "github", "setup", "action.yml")))
        {
            var valid = await Tool.RunProgram(Repository.PathOf("eng", "forge-tools", "node_modules", ".bin", "action-validator"), [file]);
            Assert.True(valid.Exit == 0, valid.Output + valid.Errors);
        }
    }

    [Fact]
    public void Every_job_but_the_tests_is_one_command_of_mlp()
    {
        foreach (var (name, job) in Jobs(GitLab).Where(job => job.Name.StartsWith("mlp:", StringComparison.Ordinal)))
        {
            var script = Assert.Single((YamlSequenceNode)job["script"]).ToString();
            Assert.StartsWith(name == "mlp:test" ? "dotnet test" : $"mlp {name["mlp:".Length..]} ", script, StringComparison.Ordinal);
        }

        foreach (var (name, job) in ((YamlMappingNode)Root(GitHub)["jobs"]).Children.Select(job => (job.Key.ToString(), (YamlMappingNode)job.Value)))
        {
            var last = (YamlMappingNode)((YamlSequenceNode)job["steps"]).Children[^1];
            Assert.StartsWith(name == "test" ? "dotnet test" : $"mlp {name} ", last["run"].ToString(), StringComparison.Ordinal);
            Assert.True(job.Children.ContainsKey("permissions"), name);
        }
    }

    [Fact]
    public void The_component_has_the_jobs_of_the_template()
    {
        var documents = Component.Split("\n---\n");
        var inputs = (YamlMappingNode)Root(documents[0])["spec"]["inputs"];
        var filled = Input().Replace(documents[1], match => inputs[match.Groups[1].Value]["default"] is YamlScalarNode value ? value.Value! : "[]");
        var (component, template) = (Jobs(filled).ToDictionary(), Jobs(GitLab).ToDictionary());
        Assert.Equal(template.Keys.Where(name => name.StartsWith("mlp:", StringComparison.Ordinal)).Order(), component.Keys.Where(name => name.StartsWith("mlp:", StringComparison.Ordinal)).Order());
        foreach (var (name, job) in component.Where(job => job.Key.StartsWith("mlp:", StringComparison.Ordinal)))
        {
            foreach (var key in new[] { "stage", "script", "needs", "artifacts" })
            {
                Assert.Equal(Of(template[name], key).Replace("$mlp_target", "local", StringComparison.Ordinal), Of(job, key));
            }
        }

        Assert.Equal(Of(template[".mlp"], "before_script"), Of(component[".mlp:job"], "before_script"));
    }

    [Fact]
    public void Everything_is_pinned_and_of_one_version()
    {
        Assert.All(Uses().Matches(GitHub + Action), use => Assert.Matches("^[^@]+@[0-9a-f]{40} # v[0-9.]+$", use.Groups[1].Value));
        Assert.Equal(Commands(GitHub).First(command => command.Contains("dotnet tool install", StringComparison.Ordinal)), Commands(Action).First(command => command.Contains("dotnet tool install", StringComparison.Ordinal)));
        var version = VersionOfTool().Match(File.ReadAllText(Repository.PathOf("Directory.Build.props"))).Groups[1].Value;
        Assert.All([GitLab, Component, GitHub, Action], template => Assert.Contains($"\"{version}\"", template, StringComparison.Ordinal));
        Assert.DoesNotContain("${{", string.Concat(Commands(GitHub).Concat(Commands(Action))), StringComparison.Ordinal); // Nothing from outside becomes part of a script.
    }

    private static IEnumerable<string> Commands(string text) => text.Split('\n').Select(line => line.Trim()).Where(line => line.StartsWith("run:", StringComparison.Ordinal) || line.Contains("dotnet tool install", StringComparison.Ordinal) || line.Contains("mlp ", StringComparison.Ordinal) && line.StartsWith('-'));

    private static string Of(YamlMappingNode job, string key) => job.Children.TryGetValue(key, out var value) ? value.ToString() : "";

    private static IEnumerable<(string Name, YamlMappingNode Job)> Jobs(string text) =>
        Root(text).Children.Where(entry => entry.Value is YamlMappingNode).Select(entry => (entry.Key.ToString(), (YamlMappingNode)entry.Value));

    private static YamlMappingNode Root(string text)
    {
        var stream = new YamlStream();
        using var reader = new StringReader(text);
        stream.Load(reader);
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }

    private static string Text(params string[] path) => File.ReadAllText(Repository.PathOf(["templates", .. path]));

    [GeneratedRegex(@"\$\[\[\s*inputs\.([a-z-]+)\s*\]\]")]
    private static partial Regex Input();

    [GeneratedRegex(@"- uses: (\S+@.+)")]
    private static partial Regex Uses();

    [GeneratedRegex("<Version>(.+)</Version>")]
    private static partial Regex VersionOfTool();
}
