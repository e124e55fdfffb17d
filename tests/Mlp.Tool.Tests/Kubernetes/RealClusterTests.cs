using Mlp.Cli;
using Mlp.Tool.Tests.Commands;

namespace Mlp.Tool.Tests.Kubernetes;

/// <summary>Against a real cluster, in a namespace that is made for it and removed: server-side dry runs of all that is rendered, and a rollout that cannot succeed.</summary>
public sealed class RealClusterTests(SharedRegistry registry) : IAsyncLifetime
{
    private const string Skip = "MLP_TEST_KUBECONFIG names no cluster";
    private readonly string? _kubeconfig = Environment.GetEnvironmentVariable("MLP_TEST_KUBECONFIG");
    private readonly string _namespace = $"mlp-test-{Guid.NewGuid().ToString("N")[..8]}";

    public async ValueTask InitializeAsync()
    {
        if (_kubeconfig is not null)
        {
            await Done("create", "namespace", _namespace);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_kubeconfig is not null)
        {
            await Done("delete", "namespace", _namespace, "--wait=false");
        }
    }

    [Theory]
    [InlineData("defaults")]
    [InlineData("everything")]
    public async Task What_is_rendered_is_what_the_cluster_takes(string approved)
    {
        Assert.SkipWhen(_kubeconfig is null, Skip);
        var yaml = (await File.ReadAllTextAsync(Testing.Repository.PathOf("tests", "approved", "kubernetes", $"{approved}.yaml"))).Replace("namespace: models", $"namespace: {_namespace}", StringComparison.Ordinal);
        var (exit, _, errors) = await Tool.RunProgram("kubectl", [$"--kubeconfig={_kubeconfig}", $"--namespace={_namespace}", "apply", "--server-side", "--dry-run=server", "--validate=true", "--filename=-"], input: yaml);
        Assert.True(exit == 0, errors);
        Assert.DoesNotContain("Warning", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rollout_whose_image_nobody_has_is_undone_with_the_reason()
    {
        Assert.SkipWhen(_kubeconfig is null, Skip);
        using var user = await ClusterUser.Of(registry);
        using var client = user.Client();
        var target = await ClusterUser.Target(client, _kubeconfig!, 'a', ns: _namespace, timeout: "60s");
        var error = await Assert.ThrowsAsync<CommandFailedException>(() => target.Deploy(user.Pair(), refresh: false, Ct.None));
        Assert.Equal("MLP7835", error.Code);
        var (_, left, _) = await Tool.RunProgram("kubectl", [$"--kubeconfig={_kubeconfig}", $"--namespace={_namespace}", "get", "deployments,services,poddisruptionbudgets", "--output=name"]);
        Assert.Empty(left.Trim());
    }

    private async Task Done(params string[] arguments)
    {
        var (exit, _, errors) = await Tool.RunProgram("kubectl", [$"--kubeconfig={_kubeconfig}", .. arguments]);
        Assert.True(exit == 0, errors);
    }
}
