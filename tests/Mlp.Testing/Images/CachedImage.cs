using Mlp.Oci;

namespace Mlp.Testing.Images;

/// <summary>An image that is made once and kept in the user's cache, as an OCI layout.</summary>
internal static class CachedImage
{
    public const string Tag = "latest";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public static string Folder { get; } = Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache ? cache : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
        "mlp-tests");

    /// <summary>The layout; made by one process while others wait for it.</summary>
    /// <param name="key">Names all that decides the content.</param>
    /// <param name="make">Makes the image; the folder is for what it needs while doing so.</param>
    public static async Task<OciLayout> Get(string key, Func<string, Task<Image>> make, Ct ct)
    {
        var folder = Path.Combine(Folder, key);
        Directory.CreateDirectory(Folder);
        using var turn = await Wait(folder + ".lock", ct);
        if (!Directory.Exists(folder))
        {
            var work = Directory.CreateDirectory($"{folder}.{Guid.NewGuid():N}").FullName;
            try
            {
                var image = await make(work);
                var layout = await OciLayout.OpenOrCreate(Path.Combine(work, "layout"), ct);
                await layout.Add(image, Tag, ct);
                Directory.Move(layout.Name, folder);
            }
            finally
            {
                Directory.Delete(work, recursive: true);
            }
        }

        return OciLayout.Open(folder);
    }

    /// <summary>Pushes the image into a repository and answers its reference, with the digest.</summary>
    public static async Task<ImageReference> Push(OciLayout layout, RegistryClient client, ImageReference target, Ct ct)
    {
        var image = await Image.Open(layout, Tag, ct);
        await client.Repository(target).Push(image, [target.Tag ?? Tag], ct);
        return target.WithDigest(image.Digest);
    }

    private static async Task<FileStream> Wait(string path, Ct ct)
    {
        var until = DateTime.UtcNow + Patience;
        while (true)
        {
            try
            {
                return new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (DateTime.UtcNow < until)
            {
                await Task.Delay(200, ct);
            }
        }
    }
}
