using Mlp.Oci;
using Mlp.Server.Storage;

namespace Mlp.Server.Serving;

/// <summary>
/// The program that serves models, as a layer. Each version that something runs on is kept as a folder of its own, so that an upgrade of the tool, which
/// brings another one, does not change what serves.
/// </summary>
internal sealed class ServingLayer(LayerFolders layers, string programFolder) : IDisposable
{
    public const string Program = "Mlp.Serving.dll";
    private const string Root = "mlp/serving";
    private readonly SemaphoreSlim _oneAtATime = new(1);
    private Digest? _own;

    /// <summary>The folder of the layer with this digest, or of the one that this registry brings; with the digest of what it is.</summary>
    public async Task<(Digest Digest, string Folder)> Find(string? digest, Ct ct)
    {
        var own = await Own(ct);
        if (digest is null || digest == own.Text)
        {
            return (own, await layers.Once(own, folder => Copy(programFolder, folder), ct));
        }

        var other = Digest.Parse(digest);
        return (other, await layers.Once(
            other,
            _ => throw new RolloutException($"the serving layer {other}, on which it ran, is not on this machine; deploy it again with --refresh to run it on {own}"),
            ct));
    }

    public void Dispose() => _oneAtATime.Dispose();

    private async Task<Digest> Own(Ct ct)
    {
        await _oneAtATime.WaitAsync(ct);
        try
        {
            return _own ??= Digest.Parse($"{await LayerMaker.DiffIdOf(programFolder, Root, ct)}");
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    private static Task Copy(string from, string to)
    {
        var partial = to + ".partial";
        if (Directory.Exists(partial))
        {
            Directory.Delete(partial, recursive: true);
        }

        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(partial, Path.GetRelativePath(from, file));
            PrivateFolder.Create(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        Directory.Move(partial, to);
        DurableFolder.Sync(Path.GetDirectoryName(to)!);
        return Task.CompletedTask;
    }
}
