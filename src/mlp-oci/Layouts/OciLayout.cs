using System.Text.Json;

namespace Mlp.Oci;

/// <summary>An OCI layout: a folder with <c>oci-layout</c>, <c>index.json</c> and blobs, which skopeo, podman and others read and write.</summary>
public sealed class OciLayout : IImageSource
{
    internal const string RefName = "org.opencontainers.image.ref.name";
    private const string Marker = "oci-layout";
    private const string IndexFile = "index.json";
    private const string LockFile = ".mlp.lock";
    private readonly string _folder;

    private OciLayout(string folder) => _folder = folder;

    /// <summary>The folder.</summary>
    public string Name => _folder;

    internal static byte[] MarkerBytes { get; } = ManifestWriter.Write(json => json.WriteString("imageLayoutVersion", "1.0.0"));

    private string IndexPath => Path.Combine(_folder, IndexFile);

    /// <summary>Opens a layout that is there.</summary>
    public static OciLayout Open(string folder)
    {
        var marker = Path.Combine(folder, Marker);
        var isLayout = File.Exists(marker) && File.Exists(Path.Combine(folder, IndexFile));
        return isLayout && VersionOf(marker) is "1.0.0"
            ? new(Path.GetFullPath(folder))
            : throw Invalid(folder, isLayout ? "is a layout of a version that is not known" : "is no OCI layout", "name a folder with the files oci-layout and index.json");
    }

    /// <summary>Opens a layout, and makes an empty one where there is no folder or an empty one.</summary>
    public static async Task<OciLayout> OpenOrCreate(string folder, Ct ct)
    {
        var full = Path.GetFullPath(folder);
        Directory.CreateDirectory(full);
        using (await FileLock.Take(Path.Combine(full, LockFile), ct))
        {
            if (Directory.EnumerateFileSystemEntries(full).All(e => Path.GetFileName(e) == LockFile))
            {
                Directory.CreateDirectory(Path.Combine(full, "blobs", "sha256"));
                await WriteFile(Path.Combine(full, IndexFile), ManifestWriter.Index([], Descriptor.Nothing).Bytes, ct);
                await WriteFile(Path.Combine(full, Marker), MarkerBytes, ct);
            }
        }

        return Open(full);
    }

    /// <summary>Adds an image, under a tag if one is given; the image that had the tag loses it. Readers see the layout before or after, and nothing between.</summary>
    public async Task Add(Image image, string? tag, Ct ct)
    {
        foreach (var blob in image.Manifests.SelectMany(m => m.Blobs).DistinctBy(b => b.Descriptor.Digest))
        {
            await Add(blob, ct);
        }

        foreach (var manifest in image.Manifests.Select(m => m.Document).Append(image.Root))
        {
            await Add(new Blob(manifest.Descriptor, BlobContent.Of(manifest.Bytes)), ct);
        }

        using (await FileLock.Take(Path.Combine(_folder, LockFile), ct))
        {
            var added = Entry(image, tag);
            var kept = (await ReadIndex(ct)).Where(d => !(tag is null ? d.Digest == added.Digest : d.Annotations.GetValueOrDefault(RefName) == tag));
            await WriteFile(IndexPath, ManifestWriter.Index(kept.Append(added), Descriptor.Nothing).Bytes, ct);
        }
    }

    /// <summary>The images that the layout names itself.</summary>
    public async Task<IReadOnlyList<Descriptor>> Images(Ct ct) => await ReadIndex(ct);

    async Task<ManifestDocument?> IImageSource.FindManifest(string tagOrDigest, Ct ct)
    {
        var descriptor = OciDigest.TryParse(tagOrDigest, out var digest)
            ? (await ReadIndex(ct)).FirstOrDefault(d => d.Digest == digest) ?? new Descriptor("", digest, -1)
            : (await ReadIndex(ct)).FirstOrDefault(d => d.Annotations.GetValueOrDefault(RefName) == tagOrDigest);
        if (descriptor is null || !File.Exists(PathOf(descriptor.Digest)))
        {
            return null;
        }

        var bytes = await ReadSmall(PathOf(descriptor.Digest), ct);
        return descriptor.Digest.OfSameKind(bytes) == descriptor.Digest
            ? new(new(ManifestDocument.MediaTypeOf(bytes) ?? descriptor.MediaType, descriptor.Digest, bytes.Length), bytes)
            : throw new OciException(OciErrors.WrongContent, $"the blob {descriptor.Digest} of '{_folder}' has other bytes", descriptor.Digest.ToString(), "make the layout again");
    }

    Blob IImageSource.BlobOf(Descriptor descriptor) => new(descriptor, BlobContent.OfFile(PathOf(descriptor.Digest)));

    internal static Descriptor Entry(Image image, string? tag) => image.Descriptor with
    {
        Platform = image.IsIndex ? null : image.Manifests[0].Descriptor.Platform,
        Annotations = tag is null ? Descriptor.Nothing : new Dictionary<string, string> { [RefName] = tag },
    };

    internal static string BlobName(OciDigest digest) => $"blobs/{digest.Algorithm}/{digest.Hex}";

    private string PathOf(OciDigest digest) => Path.Combine(_folder, "blobs", digest.Algorithm, digest.Hex);

    private async Task Add(Blob blob, Ct ct)
    {
        var path = PathOf(blob.Descriptor.Digest);
        if (File.Exists(path) && new FileInfo(path).Length == blob.Descriptor.Size)
        {
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using var content = await blob.OpenVerified(ct);
        await Replace(path, file => content.CopyToAsync(file, 1 << 18, ct));
    }

    private static Task WriteFile(string path, ReadOnlyMemory<byte> bytes, Ct ct) => Replace(path, file => file.WriteAsync(bytes, ct).AsTask());

    private static async Task Replace(string path, Func<Stream, Task> write)
    {
        var partial = $"{path}.{Guid.NewGuid():N}.partial";
        try
        {
            await using (var file = new FileStream(partial, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous))
            {
                await write(file);
                RandomAccess.FlushToDisk(file.SafeFileHandle);
            }

            File.Move(partial, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OciException(OciErrors.FileFailed, $"'{path}' cannot be written: {e.Message}", path, "check permissions and free space", e);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    private async Task<IReadOnlyList<Descriptor>> ReadIndex(Ct ct)
    {
        var bytes = await ReadSmall(IndexPath, ct);
        return new ManifestDocument(new(MediaTypes.Index, OciDigest.Of(bytes), bytes.Length), bytes).Manifests();
    }

    private static async Task<byte[]> ReadSmall(string path, Ct ct)
    {
        try
        {
            return new FileInfo(path).Length <= ManifestDocument.LargestSize
                ? await File.ReadAllBytesAsync(path, ct)
                : throw new OciException(OciErrors.TooLarge, $"'{path}' is larger than a manifest may be", path, "name another layout");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OciException(OciErrors.FileFailed, $"'{path}' cannot be read: {e.Message}", path, "check that it is there and may be read", e);
        }
    }

    private static string? VersionOf(string marker)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(marker));
            return json.RootElement.GetProperty("imageLayoutVersion").GetString();
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static OciException Invalid(string folder, string what, string remedy) => new(OciErrors.InvalidLayout, $"'{folder}' {what}", folder, remedy);
}
