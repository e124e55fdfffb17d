using Mlp.Cli;
using Mlp.Cli.Deploying;
using Mlp.Cli.Kubernetes;
using Mlp.Cli.Kubernetes.Cluster;
using Mlp.Cli.Output;
using Mlp.Tool.Tests.Commands;
using Mlp.Wire;

namespace Mlp.Tool.Tests.Kubernetes;

/// <summary>Somebody with a registry, a kubeconfig and images, who deploys a pair of their own.</summary>
internal sealed class ClusterUser : IDisposable
{
    private readonly User _user;
    private readonly StringWriter _story = new();

    private ClusterUser(User user) => _user = user;

    public User User => _user;

    public string Name => Mlp.Cli.Kubernetes.Objects.ObjectName.Of(_user.Type, _user.Parameters);

    public string Story => _story.ToString();

    /// <summary>A user with a standalone type, and parameters 1.0 for it.</summary>
    public static async Task<ClusterUser> Of(SharedRegistry registry)
    {
        var user = await User.Of(registry, "1.0.0");
        await user.Publish("1.0.0");
        return new(user);
    }

    public Client Client() => new(new ClientOptions { Registry = $"unix:{Path.Combine(_user.Registry.Home, "registry.sock")}" });

    public Pair Pair(string typeVersion = "1.0.0", string parametersVersion = "1.0") =>
        new(_user.Type, typeVersion, _user.Parameters, parametersVersion, _user.Project, Standalone: true, $"sha256:{new string('1', 64)}", Size: 1, null);

    public static async Task<KubernetesTarget> Target(Client client, string kubeconfig, char image, string deploy = "{}", string? ns = null, string timeout = "20s", bool force = false, TextWriter? story = null)
    {
        var kubectl = KubectlProgram.Find(Environment.GetEnvironmentVariable("PATH"), new(kubeconfig, null, null));
        var settings = Pairs.Settings(deploy);
        var identity = await ClusterIdentity.Read(kubectl, settings.ForAll.Cluster, ns ?? settings.ForAll.Namespace, isInCluster: false, Ct.None);
        var rollout = new RolloutSettings(kubectl.In(identity.Namespace), identity, Quantity.Duration(timeout, "--timeout"), force);
        return new(client, new(client, new FixedImages(image), new(settings, null, IsKnown: true)), rollout, new(TextWriter.Null, story ?? TextWriter.Null, OutputFormat.Text, Verbosity.Normal));
    }

    public void Dispose()
    {
        _user.Dispose();
        _story.Dispose();
    }

    private sealed class FixedImages(char digit) : IImageSupply
    {
        public Task<SuppliedImage> Push(Pair pair, bool refresh, Ct ct) => Task.FromResult(new SuppliedImage(Pairs.Image(digit), $"sha256:{new string('5', 64)}", $"sha256:{new string('b', 64)}", IsUnchanged: false));
    }
}
