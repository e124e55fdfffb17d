using Mlp.Wire;

namespace Mlp;

/// <summary>Grants: names that more than their own project may use.</summary>
public sealed class GrantsApi
{
    private readonly RegistryChannel _channel;

    internal GrantsApi(RegistryChannel channel) => _channel = channel;

    /// <summary>Lists grants.</summary>
    /// <param name="kind">Only those on a <c>type</c> or on <c>parameters</c>.</param>
    /// <param name="name">Only those on this name.</param>
    /// <param name="ct">Cancels.</param>
    public IAsyncEnumerable<Grant> ListAsync(string? kind = null, string? name = null, Ct ct = default) =>
        _channel.List<Grant>(Route.Query("grants", ("kind", kind), ("name", name)), ct: ct);

    /// <summary>Lets another project use a name.</summary>
    public Task<Grant> AddAsync(Grant grant, Ct ct = default) => _channel.Send<Grant>(HttpMethod.Put, "grants", grant, ct);

    /// <summary>Takes a grant back.</summary>
    public Task<Grant> RemoveAsync(Grant grant, Ct ct = default) => _channel.Send<Grant>(HttpMethod.Delete, "grants", grant, ct);
}
