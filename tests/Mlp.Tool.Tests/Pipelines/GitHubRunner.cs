using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Mlp.Testing;
using Mlp.Tool.Tests.Forges;
using Mlp.Tool.Tests.Releases;
using YamlDotNet.RepresentationModel;

namespace Mlp.Tool.Tests.Pipelines;

/// <summary>Runs every <c>run:</c> block of the workflow in a shell, in order, with the environment that GitHub documents; the steps that use actions are the only ones that are not carried out.</summary>
internal sealed partial class GitHubRunner(Author author, InstalledTool tool, RegistryProcess registry, StandInForge forge) : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _outputs = [];

    /// <summary>What the caller gives, beside what the workflow itself says.</summary>
    public Dictionary<string, string> Inputs { get; } = new()
    {
        ["registry"] = registry.BaseUrl.AbsoluteUri,
        ["source"] = tool.Feed,
    };

    /// <summary>The page of the run.</summary>
    public string Summary => File.ReadAllText(_folder.PathOf("summary.md"));

    /// <summary>What steps told those that follow.</summary>
    public IReadOnlyDictionary<string, string> Outputs => _outputs;

    /// <summary>Runs jobs, each in a checkout of its own, until one fails; answers what all of them said.</summary>
    public async Task<(int Exit, string Output)> Run(string reference, params string[] jobs)
    {
        var workflow = Workflow();
        var said = new StringBuilder();
        foreach (var name in jobs)
        {
            var job = (YamlMappingNode)workflow["jobs"][name];
            var checkout = _folder.PathOf($"work-{name}-{Guid.NewGuid():N}");
            Sdk.Git(author.Code.Root, "clone", "--quiet", ".", checkout);
            Sdk.Git(checkout, "checkout", "--quiet", "--detach", reference.StartsWith("refs/tags/", StringComparison.Ordinal) ? reference : "HEAD");
            Sdk.Git(checkout, "remote", "set-url", "origin", "https://github.com/Physics/demo.git");
            foreach (var step in ((YamlSequenceNode)job["steps"]).Cast<YamlMappingNode>().Where(step => step.Children.ContainsKey("run")))
            {
                var (exit, output) = await Step(workflow, job, step, reference, checkout);
                said.AppendLine(output);
                if (exit != 0)
                {
                    return (exit, said.ToString());
                }
            }
        }

        return (0, said.ToString());
    }

    public void Dispose() => _folder.Dispose();

    private static YamlMappingNode Workflow()
    {
        var stream = new YamlStream();
        using var text = new StringReader(File.ReadAllText(Repository.PathOf("templates", "github", "mlp.yml")));
        stream.Load(text);
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }

    private async Task<(int Exit, string Output)> Step(YamlMappingNode workflow, YamlMappingNode job, YamlMappingNode step, string reference, string checkout)
    {
        var environment = new Dictionary<string, string>(author.Environment)
        {
            ["MLP_REGISTRY"] = "",
            ["MLP_TOKEN"] = "",
            ["CI"] = "true",
            ["GITHUB_ACTIONS"] = "true",
            ["GITHUB_ACTOR"] = "author",
            ["GITHUB_API_URL"] = forge.GitHub,
            ["GITHUB_EVENT_PATH"] = _folder.PathOf("event.json"),
            ["GITHUB_OUTPUT"] = _folder.PathOf("output"),
            ["GITHUB_PATH"] = _folder.PathOf("path"),
            ["GITHUB_REF"] = reference,
            ["GITHUB_REF_NAME"] = reference[(reference.IndexOf('/', "refs/".Length) + 1)..],
            ["GITHUB_REF_TYPE"] = reference.StartsWith("refs/tags/", StringComparison.Ordinal) ? "tag" : "branch",
            ["GITHUB_REPOSITORY"] = "Physics/demo",
            ["GITHUB_RUN_ID"] = "17",
            ["GITHUB_SERVER_URL"] = "https://github.com",
            ["GITHUB_SHA"] = Sdk.Git(checkout, "rev-parse", "HEAD").Trim(),
            ["GITHUB_STEP_SUMMARY"] = _folder.PathOf("summary.md"),
            ["GITHUB_WORKSPACE"] = checkout,
            ["HOME"] = _folder.PathOf("home"),
            ["RUNNER_TEMP"] = _folder.PathOf("temp"),
        };
        await File.WriteAllTextAsync(environment["GITHUB_EVENT_PATH"], JsonSerializer.Serialize(new { pull_request = new { head = new { sha = environment["GITHUB_SHA"] } } }));
        Directory.CreateDirectory(environment["HOME"]);
        foreach (var source in new[] { workflow, job, step }.Where(source => source.Children.ContainsKey("env")))
        {
            foreach (var (name, value) in ((YamlMappingNode)source["env"]).Children)
            {
                environment[name.ToString()] = Value(value.ToString(), workflow);
            }
        }

        environment["PATH"] = string.Join(':', [.. (await Told(environment["GITHUB_PATH"])).Distinct().Reverse(), Environment.GetEnvironmentVariable("PATH")!]);
        var script = _folder.PathOf("step.sh");
        await File.WriteAllTextAsync(script, Value(step["run"].ToString(), workflow));
        var (exit, output, errors) = await Tool.RunProgram("bash", ["--noprofile", "--norc", "-e", "-o", "pipefail", script], environment, folder: checkout);
        foreach (var line in await Told(environment["GITHUB_OUTPUT"]))
        {
            _outputs[line.Split('=', 2)[0]] = line.Split('=', 2)[1];
        }

        return (exit, output + errors);
    }

    private static async Task<string[]> Told(string file) => File.Exists(file) ? await File.ReadAllLinesAsync(file) : [];

    // The few expressions that the workflow's scripts and variables are made of; any other is a mistake of the test.
    private string Value(string text, YamlMappingNode workflow) => Expression().Replace(text, match => match.Groups[1].Value switch
    {
        "github.token" => StandInForge.OwnToken,
        "secrets.token" => registry.AdminToken,
        var input when input.StartsWith("inputs.", StringComparison.Ordinal) => Inputs.GetValueOrDefault(input[7..]) ?? workflow["on"]["workflow_call"]["inputs"][input[7..]]["default"].ToString(),
        var other => throw new NotSupportedException(other),
    });

    [GeneratedRegex(@"\$\{\{\s*(.+?)\s*\}\}")]
    private static partial Regex Expression();
}
