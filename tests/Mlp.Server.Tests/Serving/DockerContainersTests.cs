using System.Diagnostics;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Mlp.Oci;
using Mlp.Server.Hosting;
using Mlp.Server.Serving;
using Mlp.Server.Tests.Hosting;
using Mlp.Testing;
using Mlp.Testing.Images;
using Mlp.Testing.Services;
using Mlp.Wire;

namespace Mlp.Server.Tests.Serving;

/// <summary>What is wrong with an engine, or with how it is set up, is told in words that help.</summary>
public sealed class DockerContainersTests(RealServices services)
{
    private static readonly string Image = $"registry.example.org/beam@sha256:{new string('a', 64)}";

    [Theory]
    [InlineData("internal", "has to be one whose containers can publish ports (mlp server --docker-network)")]
    [InlineData("missing", "not found")]
    public async Task A_network_that_containers_cannot_be_reached_in_is_told(string kind, string said)
    {
        var engine = await services.Docker;
        var image = await Sleeping(engine);
        var network = $"mlp-{Guid.NewGuid():n}";
        if (kind == "internal")
        {
            await engine.Docker("network", "create", "--internal", network);
        }

        using var home = new TemporaryFolder();
        using var client = new DockerClient(engine.Socket);
        using var containers = new DockerContainers(
            client, new() { Socket = engine.Socket, Network = network }, new() { Home = new(home.Path) }, TimeProvider.System, NullLogger<DockerContainers>.Instance);
        var placement = new Placement { Id = 1, Type = "beam", TypeVersion = "1.0.0", Parameters = "weights", Major = 1, Target = DeploymentTarget.Docker, Image = image };
        var error = await Assert.ThrowsAsync<RolloutException>(() => containers.Start(placement, Ct.None));
        Assert.Contains(network, error.Message, StringComparison.Ordinal);
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
        Assert.Empty(await client.Containers.List(DockerLabels.Of(await HomeId.Get(new() { Home = new(home.Path) }, Ct.None))));
        if (kind == "internal")
        {
            await engine.Docker("network", "rm", network);
        }
    }

    // An image whose program stays.
    private async Task<string> Sleeping(DockerEngine engine)
    {
        const string name = "docker.io/library/mlp-sleeping:1";
        using var oci = new RegistryClient(new());
        var busybox = await BusyboxImage.Push(oci, ImageReference.Parse($"{(await services.Registry).Host}/networks/busybox:1"));
        var container = (await engine.Docker("create", $"{busybox}")).Trim();
        await engine.Docker("commit", "--change", """ENTRYPOINT ["sleep", "600"]""", container, name);
        await engine.Docker("rm", container);
        return name;
    }

    [Fact]
    public async Task An_engine_that_takes_calls_and_never_answers_is_told_in_time_and_the_registry_goes_on()
    {
        using var folder = new TemporaryFolder();
        var socket = folder.PathOf("d.sock");
        using var hung = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        hung.Bind(new UnixDomainSocketEndPoint(socket));
        hung.Listen();
        await using var registry = await TestRegistry.Start(settings => settings with { Docker = new() { Socket = socket } });
        var rules = new Compatibility.RecordedRules(registry.Store);
        await rules.RegisterService("beam", "1.0.0");
        await rules.Publish("weights", "beam", "1.0.0");
        using var deployer = await registry.As("admin");
        var clock = Stopwatch.StartNew();
        var asked = (await deployer.Post<StartedDeployment>("api/v1/deployments", new StartDeployment("beam", "1.0.0", "weights", "1.0", DeploymentTarget.Docker, Image))).Deployment;
        while (asked.State == DeploymentState.Starting)
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), "it is never told");
            Assert.True((await deployer.GetAsync("api/v1/whoami")).IsSuccessStatusCode);
            asked = await (await deployer.GetAsync($"api/v1/deployments/{asked.Id}?wait=true")).Read<Deployment>();
        }

        Assert.Equal(DeploymentState.Failed, asked.State);
        Assert.Contains($"the Docker Engine at '{socket}' cannot be reached: it has not answered within 10 s; check that it runs", asked.Error, StringComparison.Ordinal);
    }
}
