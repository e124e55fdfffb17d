namespace Mlp.Oci;

/// <summary>
/// A repository whose manifests and configurations are kept in a folder: a digest that is known there is not asked for again. What a tag
/// names is asked each time.
/// </summary>
/// <param name="repository">The repository.</param>
/// <param name="folder">Holds what was read before, by digest.</param>
public sealed class KnownManifests(RegistryRepository repository, string folder) : IImageSource
{
    private const int LargestConfig = 1 << 20;

    private readonly IImageSource _source = repository;

    /// <inheritdoc />
    public string Name => _source.Name;

    async Task<ManifestDocument?> IImageSource.FindManifest(string tagOrDigest, Ct ct)
    {
        var digest = OciDigest.TryParse(tagOrDigest, out var given) ? given : await repository.FindDigest(tagOrDigest, ct);
        if (digest is null)
        {
            return null;
        }

        if (await Read(digest, ct) is { } known && ManifestDocument.MediaTypeOf(known) is { } mediaType)
        {
            return new(new(mediaType, digest, known.Length), known);
        }

        var found = await _source.FindManifest($"{digest}", ct);
        if (found is not null)
        {
            await Keep(digest, found.Bytes, ct);
        }

        return found;
    }

    Blob IImageSource.BlobOf(Descriptor descriptor)
    {
        var blob = _source.BlobOf(descriptor);
        return descriptor.MediaType.EndsWith("+json", StringComparison.Ordinal) && descriptor.Size <= LargestConfig
            ? blob with { Content = BlobContent.From(ct => OpenConfig(blob, ct)) }
            : blob;
    }

    private async Task<Stream> OpenConfig(Blob config, Ct ct)
    {
        var digest = config.Descriptor.Digest;
        if (await Read(digest, ct) is { } known)
        {
            return new MemoryStream(known, writable: false);
        }

        await using var content = await config.OpenVerified(ct);
        var bytes = new byte[config.Descriptor.Size];
        await content.ReadExactlyAsync(bytes, ct);
        await Keep(digest, bytes, ct);
        return new MemoryStream(bytes, writable: false);
    }

    // What was damaged there is as good as not known.
    private async Task<byte[]?> Read(OciDigest digest, Ct ct)
    {
        try
        {
            var bytes = await File.ReadAllBytesAsync(PathOf(digest), ct);
            return digest.OfSameKind(bytes) == digest ? bytes : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // A folder that cannot be written to makes the next command slower, and nothing else.
    private async Task Keep(OciDigest digest, ReadOnlyMemory<byte> bytes, Ct ct)
    {
        var partial = $"{PathOf(digest)}.{Guid.NewGuid():N}.partial";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(partial)!);
            await File.WriteAllBytesAsync(partial, bytes, ct);
            File.Move(partial, PathOf(digest), overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            File.Delete(partial);
        }
    }

    private string PathOf(OciDigest digest) => Path.Combine(folder, digest.Algorithm, digest.Hex);
}
