using Mlp.Wire;

namespace Mlp;

/// <summary>Parameters of this machine by their digest, unpacked, shared by all processes of the user.</summary>
/// <remarks>
/// The archive's form is fixed, so packing an unpacked folder again must give the digest it is named by: whatever was changed, lost or
/// added in it shows, and it is downloaded again.
/// </remarks>
internal sealed class ParametersCache(RegistryChannel channel, ClientFolders folders, TimeProvider clock)
{
    /// <summary>The folder that holds the content of this version, checked.</summary>
    public async Task<string> FolderOf(ParametersVersionInfo version, IProgress<TransferProgress>? progress, Ct ct)
    {
        var digest = Digest.Parse(version.Digest);
        var folder = Path.Combine(folders.CacheFolder, "parameters", digest.Hex);
        if (await Holds(folder, digest, ct))
        {
            return folder;
        }

        try
        {
            using var taken = await FileLock.Take(Path.Combine(Made("locks"), digest.Hex), clock, ct);
            if (!await Holds(folder, digest, ct))
            {
                await Fetch(version, digest, folder, progress, ct);
            }

            return folder;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MlpException(
                ClientErrors.CacheUnusable,
                $"the cache {folders.CacheFolder} cannot be used: {e.Message}",
                folders.CacheFolder,
                "make it writable, free some space, or name another folder with MLP_CACHE",
                e);
        }
    }

    private async Task Fetch(ParametersVersionInfo version, Digest digest, string folder, IProgress<TransferProgress>? progress, Ct ct)
    {
        var archive = Path.Combine(Made("partial"), digest.Hex + ".tar");
        var route = $"parameters/{Route.Name(version.Name)}/versions/{Route.ParametersVersion(version.Version)}/content";
        await new BlobDownload(channel, route, digest, progress).To(archive, ct);
        Discard(folder);
        await using (var stream = File.OpenRead(archive))
        {
            await ParametersArchive.UnpackAsync(stream, folder, ct: ct);
        }

        File.Delete(archive);
    }

    // Renamed first: another process must never find half of it under its name.
    private void Discard(string folder)
    {
        if (Directory.Exists(folder))
        {
            var damaged = Path.Combine(Made("partial"), Path.GetRandomFileName());
            Directory.Move(folder, damaged);
            Directory.Delete(damaged, recursive: true);
        }
    }

    private static async Task<bool> Holds(string folder, Digest digest, Ct ct)
    {
        if (!Directory.Exists(folder))
        {
            return false;
        }

        try
        {
            return (await ParametersArchive.MeasureAsync(folder, ct: ct)).Digest == digest;
        }
        catch (Exception e) when (e is MlpException or IOException or UnauthorizedAccessException)
        {
            return false; // Not to be packed, or not to be read: either way it is not what was unpacked.
        }
    }

    private string Made(string name) => Directory.CreateDirectory(Path.Combine(folders.CacheFolder, name)).FullName;
}
