namespace Mlp.Oci;

/// <summary>Pushes one image into one repository: what is named is there before what names it.</summary>
internal sealed class ImagePush(RegistryRepository repository, Image image, IReadOnlyList<string> tags, Func<Ct, Task<IReadOnlyList<Artifact>>> statements)
{
    public async Task<PushResult> Run(Ct ct)
    {
        // A tag that names the image already tells at once that it is there.
        var named = await Task.WhenAll(tags.Select(tag => repository.FindDigest(tag, ct)));
        var isThere = named.Contains(image.Digest) || await repository.FindDigest(image.Digest.ToString(), ct) is not null;
        return isThere ? await MoveTags([.. tags.Where((_, i) => named[i] != image.Digest)], ct) : await PushAll(ct);
    }

    private async Task<PushResult> PushAll(Ct ct)
    {
        var blobs = image.Manifests.SelectMany(m => m.Blobs).DistinctBy(b => b.Descriptor.Digest);
        var (sending, stating) = (Task.WhenAll(blobs.Select(b => repository.Push(b, ct))), State(ct));
        await Task.WhenAll(sending, stating);
        var pushed = await sending;
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

    private async Task State(Ct ct)
    {
        if (await statements(ct) is [_, ..] all)
        {
            await new ReferrersList(repository).Attach(image.Descriptor, all, ct);
        }
    }

    private async Task<PushResult> MoveTags(IReadOnlyList<string> moved, Ct ct)
    {
        foreach (var tag in moved)
        {
            await repository.Manifests.Put(image.Root, tag, ct);
        }

        var blobs = image.Manifests.SelectMany(m => m.Blobs).DistinctBy(b => b.Descriptor.Digest).Select(b => new PushedBlob(b.Descriptor, PushOutcome.AlreadyThere));
        return new(image.Descriptor, moved.Count == 0, [.. blobs], moved.Count * image.Descriptor.Size);
    }
}
