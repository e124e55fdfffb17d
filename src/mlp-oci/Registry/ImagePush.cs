namespace Mlp.Oci;

/// <summary>Pushes one image into one repository: what is named is there before what names it.</summary>
internal sealed class ImagePush(RegistryRepository repository, Image image, IReadOnlyList<string> tags)
{
    public async Task<PushResult> Run(Ct ct) =>
        await repository.FindDigest(image.Digest.ToString(), ct) is null ? await PushAll(ct) : await MoveTags(ct);

    private async Task<PushResult> PushAll(Ct ct)
    {
        var blobs = image.Manifests.SelectMany(m => m.Blobs).DistinctBy(b => b.Descriptor.Digest);
        var pushed = await Task.WhenAll(blobs.Select(b => repository.Push(b, ct)));
        var below = image.IsIndex ? image.Manifests : [];
        await Task.WhenAll(below.DistinctBy(m => m.Descriptor.Digest).Select(m => repository.Manifests.Put(m.Document, m.Descriptor.Digest.ToString(), ct)));

        // Under a tag it is there under its digest, too.
        var names = tags.Count > 0 ? tags : [image.Digest.ToString()];
        foreach (var name in names)
        {
            await repository.Manifests.Put(image.Root, name, ct);
        }

        return new(image.Descriptor, IsUnchanged: false, pushed, below.Sum(m => m.Descriptor.Size) + (names.Count * image.Descriptor.Size));
    }

    private async Task<PushResult> MoveTags(Ct ct)
    {
        var digests = await Task.WhenAll(tags.Select(t => repository.FindDigest(t, ct)));
        var moved = tags.Where((_, i) => digests[i] != image.Digest).ToList();
        foreach (var tag in moved)
        {
            await repository.Manifests.Put(image.Root, tag, ct);
        }

        var blobs = image.Manifests.SelectMany(m => m.Blobs).DistinctBy(b => b.Descriptor.Digest).Select(b => new PushedBlob(b.Descriptor, PushOutcome.AlreadyThere));
        return new(image.Descriptor, moved.Count == 0, [.. blobs], moved.Count * image.Descriptor.Size);
    }
}
