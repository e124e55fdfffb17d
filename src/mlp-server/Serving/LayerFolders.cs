using Mlp.Server.Hosting;
using Mlp.Server.Storage;

namespace Mlp.Server.Serving;

/// <summary>Layers as folders, by digest: unpacked once, read by every process that runs them, never changed.</summary>
internal sealed class LayerFolders(IBlobStore blobs, ServerSettings settings) : IDisposable
{
    private const int LargestManifest = 4 << 20;
    private readonly SemaphoreSlim _oneAtATime = new(1);
    private readonly string _root = settings.FileInHome("layers");

    /// <summary>The model folder of a bundle.</summary>
    public async Task<string> Model(Digest bundle, Ct ct)
    {
        var bytes = await Bytes(bundle, ct);
        try
        {
            var manifest = ModelBundle.ReadManifest(bytes);
            return await Once(Digest.Parse(manifest.Layer.DiffId), async folder =>
            {
                using var layer = await Copy(Digest.Parse(manifest.Layer.Digest), ct);
                await ModelBundle.UnpackAsync(manifest, layer.Path, folder, ct);
            }, ct);
        }
        catch (MlpException e)
        {
            throw new RolloutException($"the bundle {bundle} cannot be unpacked: {e.Message}", e);
        }
    }

    /// <summary>The folder of a parameters version.</summary>
    public Task<string> Parameters(Digest content, Ct ct) => Once(content, async folder =>
    {
        using var archive = await Copy(content, ct);
        await using var tar = File.OpenRead(archive.Path);
        await ParametersArchive.UnpackAsync(tar, folder, ct: ct);
    }, ct);

    /// <summary>The folder that belongs to this digest, made by <paramref name="unpack"/> where it is not there.</summary>
    public async Task<string> Once(Digest digest, Func<string, Task> unpack, Ct ct)
    {
        var folder = Path.Combine(_root, digest.Hex);
        if (Directory.Exists(folder))
        {
            return folder;
        }

        await _oneAtATime.WaitAsync(ct);
        try
        {
            if (!Directory.Exists(folder))
            {
                PrivateFolder.Create(_root);
                await unpack(folder);
            }

            return folder;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public void Dispose() => _oneAtATime.Dispose();

    private async Task<byte[]> Bytes(Digest digest, Ct ct)
    {
        await using var content = await Open(digest, LargestManifest + 1, ct);
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes, ct);
        return bytes.ToArray();
    }

    private async Task<ScratchFile> Copy(Digest digest, Ct ct)
    {
        var file = new ScratchFile(Path.Combine(_root, $".{Path.GetRandomFileName()}"));
        await using var content = await Open(digest, null, ct);
        await using var copy = new FileStream(file.Path, FileMode.CreateNew, FileAccess.Write);
        await content.CopyToAsync(copy, ct);
        return file;
    }

    private async Task<Stream> Open(Digest digest, long? count, Ct ct) =>
        await blobs.Open(digest, 0, count, ct) ?? throw new RolloutException($"the storage does not have {digest}");

    private sealed record ScratchFile(string Path) : IDisposable
    {
        public void Dispose() => File.Delete(Path);
    }
}
