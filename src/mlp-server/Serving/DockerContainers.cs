using System.Collections.Concurrent;
using System.Security.Cryptography;
using Mlp.Oci;
using Mlp.Server.Access;
using Mlp.Server.Hosting;
using Mlp.Wire;

namespace Mlp.Server.Serving;

/// <summary>
/// Runs models as containers of a Docker Engine. They outlive the registry: one that comes back finds by their labels those that still run for a deployment,
/// and goes on with them.
/// </summary>
internal sealed class DockerContainers(DockerClient engine, DockerSettings docker, ServerSettings settings, TimeProvider clock, ILogger<DockerContainers> log) : IServiceHost, IDisposable
{
    private const int Port = 8080;
    private const int LongestName = 40;
    private const string Token = "MLP_SERVING_TOKEN";
    private readonly ConcurrentDictionary<long, bool> _held = [];
    private readonly SemaphoreSlim _oneAtATime = new(1);
    private volatile bool _isClean;
    private volatile bool _isLeaving;
    private string? _home;

    public string Target => DeploymentTarget.Docker;

    /// <summary>Whether containers are to be left running.</summary>
    public bool IsLeaving => _isLeaving;

    public void Leave() => _isLeaving = true;

    public void Dispose() => _oneAtATime.Dispose();

    public async Task Clean(IReadOnlySet<long> wanted, Ct ct)
    {
        if (_isClean)
        {
            return;
        }

        try
        {
            _isClean = true;
            foreach (var container in await engine.Containers.List(DockerLabels.Of(await Home(ct)), ct))
            {
                if (DockerLabels.Deployment(container.Labels) is { } id && !wanted.Contains(id) && !_held.ContainsKey(id))
                {
                    log.LogInformation("removing the container {Container}: {Deployment} is not to serve any more", container.Id, DockerLabels.Describe(container.Labels));
                    await engine.Containers.Remove(container.Id, ct);
                }
            }
        }
        catch (OciException e)
        {
            _isClean = false;
            throw Failure(e);
        }
    }

    public async Task<IService> Start(Placement placement, Ct ct)
    {
        _held[placement.Id] = true;
        try
        {
            return await Ready(await FindRunning(placement, ct) ?? await Create(placement, ct), ct);
        }
        catch (OciException e)
        {
            LeaveBehind(placement.Id);
            throw Failure(e);
        }
        catch
        {
            LeaveBehind(placement.Id);
            throw;
        }
    }

    /// <summary>Nothing of this deployment is left.</summary>
    public void Forget(long deployment) => _held.TryRemove(deployment, out _);

    /// <summary>Something of this deployment may be left: it is removed as soon as that can be.</summary>
    public void LeaveBehind(long deployment)
    {
        Forget(deployment);
        _isClean = false;
    }

    private async Task<IService> Ready(DockerContainer container, Ct ct)
    {
        try
        {
            await new FirstPrediction(container, clock).Wait(ct);
            return container;
        }
        catch
        {
            await container.Stop();
            throw;
        }
    }

    // What does not run, or of which there are two, is not worth more than a fresh one.
    private async Task<DockerContainer?> FindRunning(Placement placement, Ct ct)
    {
        DockerContainer? found = null;
        foreach (var container in await engine.Containers.List(DockerLabels.Of(await Home(ct), placement), ct))
        {
            found = found is null ? await Adopt(container.Id, placement, ct) : found;
            if (found?.Id != container.Id)
            {
                await engine.Containers.Remove(container.Id, ct);
            }
        }

        return found;
    }

    private async Task<DockerContainer?> Adopt(string id, Placement placement, Ct ct)
    {
        var watch = await engine.Containers.WatchExit(id, ct);
        if (await engine.Containers.Find(id, ct) is { IsRunning: true } state && state.Ports.TryGetValue(Port, out var port) && state.Environment.TryGetValue(Token, out var token))
        {
            log.LogInformation("{Deployment} runs already, in the container {Container}", placement, id);
            return Container(id, placement, new(port, token), watch);
        }

        watch.Dispose();
        return null;
    }

    private async Task<DockerContainer> Create(Placement placement, Ct ct)
    {
        var image = ImageReference.Parse(placement.Image!);
        await Pull(image, ct);
        var token = Secret.Make();
        var id = await engine.Containers.Create(await Spec(placement, image, token, ct), ct);
        ExitWatch? watch = null;
        try
        {
            watch = await engine.Containers.WatchExit(id, ct);
            await engine.Containers.Start(id, ct);
            return await engine.Containers.Find(id, ct) switch
            {
                { } state when state.Ports.TryGetValue(Port, out var port) => Container(id, placement, new(port, token), watch),
                { IsRunning: true } => throw new RolloutException($"its container has no port on this machine; the network '{docker.Network}' has to be one whose containers can publish ports (mlp server --docker-network)"),
                _ => throw new RolloutException(await DockerContainer.Describe(engine, id, await watch.Wait(ct), LogFile(placement))),
            };
        }
        catch
        {
            watch?.Dispose();
            await engine.Containers.Remove(id, Ct.None);
            throw;
        }
    }

    // By digest: what is there is what is meant.
    private async Task Pull(ImageReference image, Ct ct)
    {
        if (!await engine.Images.Has(image, ct))
        {
            log.LogInformation("pulling {Image}", image);
            await engine.Images.Pull(image, RegistryCredentials.FromDocker(), ct);
        }
    }

    private async Task<ContainerSpec> Spec(Placement placement, ImageReference image, string token, Ct ct) => new()
    {
        Name = $"mlp-{Short(placement.Type)}-{Short(placement.Parameters)}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}",
        Image = image.ToString(),
        Port = Port,
        Environment = new Dictionary<string, string> { [Token] = token },
        Labels = DockerLabels.WithVersions(await Home(ct), placement),
        Memory = docker.Memory,
        Cpus = docker.Cpus,
        Network = docker.Network,
        StopWithin = DockerContainer.ToEnd,
    };

    private DockerContainer Container(string id, Placement placement, ContainerAddress address, ExitWatch watch) => new(this, engine, placement, id, address, watch, LogFile(placement), clock);

    private string LogFile(Placement placement) => Path.Combine(settings.FileInHome("logs"), $"{placement.Type}+{placement.Parameters}.{DeploymentTarget.Docker}.log");

    private async Task<string> Home(Ct ct)
    {
        await _oneAtATime.WaitAsync(ct);
        try
        {
            return _home ??= await HomeId.Get(settings, ct);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    private static string Short(string name) => name[..Math.Min(name.Length, LongestName)];

    private static RolloutException Failure(OciException e) =>
        new(e.Remedy is null ? e.Message : $"{e.Message}; {e.Remedy}", e) { IsOutage = e.Code == OciErrors.EngineUnreachable };
}
