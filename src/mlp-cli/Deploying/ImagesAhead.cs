using Mlp.Wire;

namespace Mlp.Cli.Deploying;

/// <summary>Images that are all brought to their repositories before the first of them is rolled out; each pair then gets its own, or what went wrong with it.</summary>
internal sealed class ImagesAhead(IImageSupply supply) : IImageSupply, IDisposable
{
    private const int AtOnce = 8;

    private readonly SemaphoreSlim _turns = new(AtOnce);
    private readonly Dictionary<(string Type, string Parameters), Task<SuppliedImage>> _pushed = [];

    /// <summary>Brings the images there, and answers those of which that succeeded, and what went wrong with the others.</summary>
    public async Task<(IReadOnlyList<SuppliedImage> Images, IReadOnlyList<Exception> Failures)> PushAll(IReadOnlyList<Pair> pairs, bool refresh, Ct ct)
    {
        foreach (var pair in pairs)
        {
            _pushed[(pair.Type, pair.Parameters)] = InTurn(pair, refresh, ct);
        }

        await Task.WhenAll(_pushed.Values.Select(each => (Task)each)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ct.ThrowIfCancellationRequested();
        return (
            [.. _pushed.Values.Where(each => each.IsCompletedSuccessfully).Select(each => each.Result)],
            [.. _pushed.Values.Where(each => each.IsFaulted).Select(each => each.Exception!.InnerException!)]);
    }

    public Task<SuppliedImage> Push(Pair pair, bool refresh, Ct ct) =>
        _pushed.TryGetValue((pair.Type, pair.Parameters), out var pushed) ? pushed : supply.Push(pair, refresh, ct);

    public void Dispose()
    {
        _turns.Dispose();
        (supply as IDisposable)?.Dispose();
    }

    private async Task<SuppliedImage> InTurn(Pair pair, bool refresh, Ct ct)
    {
        await _turns.WaitAsync(ct);
        try
        {
            return await supply.Push(pair, refresh, ct);
        }
        finally
        {
            _turns.Release();
        }
    }
}
