using System.Collections.Concurrent;

namespace Mlp.Oci;

/// <summary>What is known in this run of which repository of one registry has which blob: no layer is asked for or sent twice.</summary>
internal sealed class BlobKnowledge
{
    private readonly ConcurrentDictionary<(string Repository, OciDigest Digest), Lazy<Task<PushedBlob>>> _pushes = new();
    private readonly ConcurrentDictionary<OciDigest, string> _homes = new();
    private readonly ConcurrentDictionary<OciDigest, SemaphoreSlim> _turns = new();

    /// <summary>Pushes a blob into a repository once; whoever asks again waits for the same, and hears that it is there.</summary>
    public async Task<PushedBlob> Once(string repository, Blob blob, Func<Task<PushedBlob>> push)
    {
        var key = (repository, blob.Descriptor.Digest);
        while (true)
        {
            var mine = new Lazy<Task<PushedBlob>>(push);
            var first = _pushes.GetOrAdd(key, mine);
            try
            {
                var pushed = await first.Value;
                Note(repository, blob.Descriptor.Digest);
                return first == mine ? pushed : new(blob.Descriptor, PushOutcome.AlreadyThere);
            }
            catch (OperationCanceledException) when (first != mine)
            {
                // Another was called off, we were not: now it is our turn.
                Forget(key, first);
            }
            catch
            {
                Forget(key, first);
                throw;
            }
        }
    }

    public void Note(string repository, OciDigest digest) => _homes.TryAdd(digest, repository);

    public string? HomeOf(OciDigest digest) => _homes.GetValueOrDefault(digest);

    /// <summary>One at a time sends a blob to a registry: the next may find it there and mount it.</summary>
    public async Task<T> InTurn<T>(OciDigest digest, Func<Task<T>> send, Ct ct)
    {
        var turn = _turns.GetOrAdd(digest, _ => new(1));
        await turn.WaitAsync(ct);
        try
        {
            return await send();
        }
        finally
        {
            turn.Release();
        }
    }

    private void Forget((string, OciDigest) key, Lazy<Task<PushedBlob>> failed) => _pushes.TryRemove(KeyValuePair.Create(key, failed));
}
