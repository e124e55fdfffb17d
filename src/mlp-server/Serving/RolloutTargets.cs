using Mlp.Server.Deployments;
using Mlp.Wire;

namespace Mlp.Server.Serving;

/// <summary>Where this registry rolls out to itself.</summary>
internal sealed class RolloutTargets(IEnumerable<IServiceHost> hosts) : IDisposable
{
    private readonly Dictionary<string, IServiceHost> _hosts = hosts.ToDictionary(host => host.Target, StringComparer.Ordinal);
    private readonly SemaphoreSlim _woken = new(0, 1);

    public IReadOnlyCollection<string> Names => _hosts.Keys;

    public IServiceHost this[string target] => _hosts[target];

    public void Demand(DeploymentRequest request)
    {
        if (request.IsOurs && !_hosts.ContainsKey(request.Target))
        {
            throw new Refusal(
                ErrorCode.TargetNotServed,
                $"this registry does not roll out to '{request.Target}'",
                request.Target,
                request.Target == DeploymentTarget.Docker ? "start it with: mlp server --docker" : "start a server on this home: mlp server; one on PostgreSQL needs --local");
        }
    }

    /// <summary>The registry ends.</summary>
    public void Leave() => _hosts.Values.ToList().ForEach(host => host.Leave());

    /// <summary>The record may want something else now.</summary>
    public void Wake()
    {
        try
        {
            _woken.Release();
        }
        catch (SemaphoreFullException)
        {
            // It was woken already.
        }
    }

    /// <summary>Until it is woken, or for this long at most: other processes write to the record too.</summary>
    public Task Wait(TimeSpan atMost, Ct ct) => _woken.WaitAsync(atMost, ct);

    public void Dispose() => _woken.Dispose();
}
