using System.Text.Json;

namespace Mlp.Oci;

/// <summary>One platform's image as one tar: an OCI layout and, beside it, the list that older versions of <c>docker load</c> read.</summary>
public static class DockerArchive
{
    private const string ContainerdName = "io.containerd.image.name";

    /// <summary>Writes the archive; the file appears whole or not at all.</summary>
    /// <param name="image">The image.</param>
    /// <param name="platform">Which of its platforms.</param>
    /// <param name="names">What the image is to be called where it is loaded, with tags.</param>
    public static async Task Write(Image image, Platform platform, IReadOnlyList<ImageReference> names, string path, Ct ct)
    {
        var partial = $"{path}.{Guid.NewGuid():N}.partial";
        try
        {
            await using (var file = new FileStream(partial, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 16, FileOptions.Asynchronous))
            {
                await Write(image, platform, names, file, ct);
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

    /// <summary>Writes the archive to a stream.</summary>
    /// <inheritdoc cref="Write(Image, Platform, IReadOnlyList{ImageReference}, string, Ct)"/>
    public static async Task Write(Image image, Platform platform, IReadOnlyList<ImageReference> names, Stream output, Ct ct)
    {
        var manifest = image.ManifestFor(platform);
        var blobs = manifest.Blobs.Append(new(manifest.Document.Descriptor, BlobContent.Of(manifest.Document.Bytes)));
        var entries = Metadata(manifest, platform, names).Concat(blobs.Select(b => (Name: OciLayout.BlobName(b.Descriptor.Digest), Blob: b)))
            .DistinctBy(e => e.Name).OrderBy(e => e.Name, StringComparer.Ordinal);
        foreach (var (name, blob) in entries)
        {
            await using var content = await blob.OpenVerified(ct);
            await TarWriter.WriteFile(name, blob.Descriptor.Size, content, name, output, ct);
        }

        await TarWriter.End(output, ct);
    }

    private static IEnumerable<(string Name, Blob Blob)> Metadata(ImageManifest manifest, Platform platform, IReadOnlyList<ImageReference> names)
    {
        var descriptor = manifest.Document.Descriptor with { Platform = manifest.Descriptor.Platform ?? platform };
        var entries = names.Count == 0 ? [descriptor] : names.Select(n => descriptor with
        {
            Annotations = new Dictionary<string, string> { [ContainerdName] = n.ToString(), [OciLayout.RefName] = n.Tag ?? "" },
        });
        yield return ("index.json", Json(ManifestWriter.Index(entries, Descriptor.Nothing).Bytes));
        yield return ("oci-layout", Json(OciLayout.MarkerBytes));
        yield return ("manifest.json", Json(LoadList(manifest, names)));
    }

    private static byte[] LoadList(ImageManifest manifest, IReadOnlyList<ImageReference> names)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, ManifestWriter.Options))
        {
            json.WriteStartArray();
            json.WriteStartObject();
            json.WriteString("Config", OciLayout.BlobName(manifest.Config.Descriptor.Digest));
            WriteTexts(json, "RepoTags", names.Where(n => n.Tag is not null).Select(Familiar));
            WriteTexts(json, "Layers", manifest.Layers.Select(l => OciLayout.BlobName(l.Descriptor.Digest)));
            json.WriteEndObject();
            json.WriteEndArray();
        }

        return bytes.ToArray();
    }

    // Docker's own images are called by their short names there.
    private static string Familiar(ImageReference name)
    {
        var full = $"{name.Name}:{name.Tag}";
        return full.StartsWith("docker.io/library/", StringComparison.Ordinal) ? full["docker.io/library/".Length..]
            : full.StartsWith("docker.io/", StringComparison.Ordinal) ? full["docker.io/".Length..] : full;
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static Blob Json(ReadOnlyMemory<byte> bytes) => Blob.Of("application/json", bytes);
}
