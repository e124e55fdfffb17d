using System.Collections.Concurrent;
using Mlp.Wire;

namespace Mlp.Cli.Images;

/// <summary>What is known of the model versions that images are made for; pairs of one version share it.</summary>
internal sealed class ModelVersions(Client client)
{
    private readonly ConcurrentDictionary<(string, string), Lazy<Task<ModelTypeVersion>>> _known = new();

    public Task<ModelTypeVersion> Of(Pair pair, Ct ct) =>
        _known.GetOrAdd((pair.Type, pair.TypeVersion), key => new(() => client.Types.GetVersionAsync(key.Item1, key.Item2, ct))).Value;
}
