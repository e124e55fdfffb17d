using System.Text.Json;
using Mlp.Tool.Tests.Commands;
using Mlp.Tool.Tests.Kubernetes.StandIn;

namespace Mlp.Tool.Tests.Kubernetes;

/// <summary>The commands as they are typed, with images that were pushed before.</summary>
public sealed class CommandTests(SharedRegistry registry) : IAsyncLifetime
{
    private User _user = null!;
    private ApiServer _cluster = null!;

    public async ValueTask InitializeAsync()
    {
        _cluster = await ApiServer.Start();
        var process = await registry.Process;
        _user = User.Alone(process);
        await Mlp.Testing.Publishing.Publisher.Register(process.Http, _user.Project, _user.Type, "1.0.0", standalone: true);
        await _user.Publish("1.0.0");
        Settings("{}");
        Images(("1.0", 'a'));
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _user.Dispose();
    }

    [Fact]
    public async Task Deploy_change_the_settings_publish_roll_back_and_prune()
    {
        var name = Mlp.Cli.Kubernetes.Objects.ObjectName.Of(_user.Type, _user.Parameters);
        Assert.Equal([$"new        {_user.Type} 1.0.0 with {_user.Parameters} 1.0"], Lines(await Deploy("--dry-run")));
        Assert.Empty(_cluster.Store.Names());
        Assert.StartsWith($"deployed {_user.Type} 1.0.0 with {_user.Parameters} 1.0 at http://{name}.models.svc in ", Lines(await Deploy())[^1], StringComparison.Ordinal);
        Assert.Equal([$"unchanged  {_user.Type} 1.0.0 with {_user.Parameters} 1.0"], Lines(await Deploy()));

        Settings("""{ "replicas": 2 }""");
        Assert.Equal($"replace    {_user.Type} 1.0.0 with {_user.Parameters} 1.0", Lines(await Deploy())[0]);
        Assert.Equal(2, _cluster.Store.Get("models", "deployments", name)!["spec"]!["replicas"]!.GetValue<int>());

        await _user.Publish("1.0.0");
        Images(("1.0", 'a'), ("1.1", 'b'));
        Assert.Equal($"replace    {_user.Type} 1.0.0 with {_user.Parameters} 1.0 -> 1.1", Lines(await Deploy())[0]);
        Assert.StartsWith($"serves {_user.Type} 1.0.0 with {_user.Parameters} 1.0 at ", await _user.Done(["rollback", _user.Type, _user.Parameters, .. Cluster]), StringComparison.Ordinal);
        Assert.Contains("kubernetes/lab/models", await _user.Done("status", "--type", _user.Type), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_fails_makes_the_command_fail_and_the_pair_serve_as_before()
    {
        await Deploy();
        await _user.Publish("1.0.0");
        Images(("1.1", 'b'));
        _cluster.Controllers.Decide(Pairs.Image('b'), new("CrashLoopBackOff", "back-off", 4));
        var (exit, output, errors) = await _user.Run(Arguments("deploy"));
        Assert.Equal(1, exit);
        Assert.Contains($"failed {_user.Type} with {_user.Parameters}: MLP7835", output, StringComparison.Ordinal);
        Assert.Contains("MLP7802", errors, StringComparison.Ordinal);
        Assert.Equal("1.0", (await _user.Json("status", "--type", _user.Type))[0].GetProperty("parametersVersion").GetString());
    }

    [Fact]
    public async Task Rendering_asks_no_cluster()
    {
        var folder = Path.Combine(_user.Folder, "manifests");
        string[] arguments = ["deploy", "--target", "kubernetes", "--model", _user.Type, "--settings", "mlp.json", "--images", "images.json", "--render", folder];
        Assert.Equal(["written", "written"], Lines(await _user.Done(arguments)).Select(line => line.Split(' ')[0]));
        Assert.Equal(["unchanged", "unchanged"], (await _user.Json(arguments)).EnumerateArray().Select(file => file.GetProperty("outcome").GetString()));
        Assert.Empty(_cluster.Requests);
        Assert.Contains("kind: Deployment", await Kubectl.Kustomize(folder), StringComparison.Ordinal);
        Assert.Contains("MLP7001", (await _user.Run([.. arguments, "--dry-run"])).Errors, StringComparison.Ordinal);
        Assert.Contains("MLP7828", await _user.Failed([.. arguments[..^4], "--images", Write("none.json", "[]"), "--render", folder]), StringComparison.Ordinal);
        Assert.Contains("MLP7827", await _user.Failed([.. arguments[..^4], "--images", Write("bad.json", """[{"type":"a","image":"b:latest"}]"""), "--render", folder]), StringComparison.Ordinal);
        Assert.Contains("MLP7823", await _user.Failed([.. arguments[..4], _user.Type, .. arguments[7..]]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_for_a_cluster_are_refused_elsewhere()
    {
        var (exit, _, errors) = await _user.Run("deploy", "--model", _user.Type, "--namespace", "models");
        Assert.Equal(2, exit);
        Assert.Contains("--namespace is for --target kubernetes", errors, StringComparison.Ordinal);
        Assert.Equal(2, (await _user.Run(["deploy", "--target", "kubernetes", "--namespace", "Models"])).Exit);
    }

    private string[] Cluster => ["--target", "kubernetes", "--kubeconfig", _cluster.Kubeconfig, "--settings", "mlp.json"];

    private string[] Arguments(params string[] words) => [.. words, "--model", _user.Type, .. Cluster, "--images", "images.json"];

    private Task<string> Deploy(params string[] more) => _user.Done([.. Arguments("deploy"), .. more]);

    private void Settings(string deploy) => Write("mlp.json", $$"""{ "deploy": {{deploy}} }""");

    private void Images(params (string Parameters, char Digit)[] images) => Write("images.json", JsonSerializer.Serialize(
        images.Select(image => new { type = _user.Type, typeVersion = "1.0.0", parameters = _user.Parameters, parametersVersion = image.Parameters, image = Pairs.Image(image.Digit), serving = $"sha256:{new string('5', 64)}" })));

    private string Write(string name, string text)
    {
        File.WriteAllText(Path.Combine(_user.Folder, name), text);
        return name;
    }

    private static string[] Lines(string output) => output.TrimEnd('\n').Split('\n');
}
