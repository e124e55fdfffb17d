using Mlp.Wire;

namespace Mlp;

/// <summary>Which versions of model types and of parameters fit.</summary>
public sealed class CompatibilityApi
{
    private readonly RegistryChannel _channel;

    internal CompatibilityApi(RegistryChannel channel) => _channel = channel;

    /// <summary>Lists links. A type or a parameters name has to be given.</summary>
    /// <param name="type">Only those of this model type.</param>
    /// <param name="typeVersion">Only those of this version of it.</param>
    /// <param name="parameters">Only those of these parameters.</param>
    /// <param name="parametersVersion">Only those of this version of them.</param>
    /// <param name="ct">Cancels.</param>
    public IAsyncEnumerable<CompatibilityLink> ListAsync(
        string? type = null, string? typeVersion = null, string? parameters = null, string? parametersVersion = null, Ct ct = default) =>
        _channel.List<CompatibilityLink>(
            Route.Query(
                "compatibility", ("type", type), ("typeVersion", typeVersion), ("parameters", parameters), ("parametersVersion", parametersVersion)),
            ct: ct);

    /// <summary>Links two versions by hand.</summary>
    public Task<ChangedLink> AddAsync(ChangeLink link, Ct ct = default) => _channel.Post<ChangedLink>("compatibility/add", link, ct);

    /// <summary>Removes the link of two versions by hand, wherever it comes from.</summary>
    public Task<ChangedLink> RemoveAsync(ChangeLink link, Ct ct = default) => _channel.Post<ChangedLink>("compatibility/remove", link, ct);

    /// <summary>The latest model of every type with every parameters name it fits.</summary>
    /// <param name="type">Only those of this model type.</param>
    /// <param name="parameters">Only those with these parameters.</param>
    /// <param name="project">Only those of this project.</param>
    /// <param name="standalone">Only those that run, or do not run, as a service of their own.</param>
    /// <param name="ct">Cancels.</param>
    public IAsyncEnumerable<Pair> PairsAsync(
        string? type = null, string? parameters = null, string? project = null, bool? standalone = null, Ct ct = default) =>
        _channel.List<Pair>(
            Route.Query(
                "pairs",
                ("type", type),
                ("parameters", parameters),
                ("project", project),
                ("standalone", standalone switch { true => "true", false => "false", null => null })),
            pageSize: 10_000,
            ct: ct);

    /// <summary>Why a pair was chosen, or why there is none.</summary>
    public Task<Why> WhyAsync(string type, string parameters, string? typeVersion = null, string? parametersVersion = null, Ct ct = default) =>
        _channel.Get<Why>(
            Route.Query("why", ("type", type), ("parameters", parameters), ("typeVersion", typeVersion), ("parametersVersion", parametersVersion)), ct);
}
