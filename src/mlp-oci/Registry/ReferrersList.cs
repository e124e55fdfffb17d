using System.Net;

namespace Mlp.Oci;

/// <summary>The artifacts that refer to an image: kept by the registry, or by us under a tag made of the image's digest where it does not know them.</summary>
internal sealed class ReferrersList(RegistryRepository repository)
{
    private const int Attempts = 5;
    private static readonly Blob NoConfig = Blob.Of(MediaTypes.Empty, "{}"u8.ToArray());

    public async Task<IReadOnlyList<Descriptor>> Attach(Descriptor subject, IReadOnlyList<Artifact> artifacts, Ct ct)
    {
        var attached = await Task.WhenAll(artifacts.Select(artifact => Put(subject, artifact, ct)));
        if (attached.Where(each => !each.IsListed).Select(each => each.Descriptor).ToList() is [_, ..] unlisted)
        {
            await repository.Host.Blobs.InTurn(subject.Digest, () => AddToFallback(subject.Digest, unlisted, ct), ct);
        }

        return [.. attached.Select(each => each.Descriptor)];
    }

    public async Task<IReadOnlyList<Descriptor>> Find(OciDigest subject, Ct ct)
    {
        var address = repository.Host.Address($"v2/{repository.Path}/referrers/{subject}");
        using var response = await repository.Host.Send(new(HttpMethod.Get, address, $"repository:{repository.Path}:pull") { Accept = [MediaTypes.Index] }, ct);
        if (response.StatusCode == HttpStatusCode.OK)
        {
            var bytes = await RegistryAnswers.ReadBounded(response, ManifestDocument.LargestSize, "a list of referrers", ct);
            return new ManifestDocument(new(MediaTypes.Index, OciDigest.Of(bytes), bytes.Length), bytes).Manifests();
        }

        return response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest or HttpStatusCode.MethodNotAllowed
            ? await Fallback(subject, ct)
            : throw await RegistryAnswers.Error(response, $"asking {repository.Name} what refers to {subject}", ct);
    }

    private async Task<(Descriptor Descriptor, bool IsListed)> Put(Descriptor subject, Artifact artifact, Ct ct)
    {
        await Task.WhenAll(repository.Push(NoConfig, ct), repository.Push(artifact.Content, ct));
        var manifest = ManifestWriter.Manifest(NoConfig.Descriptor, [artifact.Content.Descriptor], artifact.Annotations, artifact.Type, subject);
        var isListed = await repository.Manifests.Put(manifest, manifest.Descriptor.Digest.ToString(), ct) is not null;
        return (manifest.Descriptor with { ArtifactType = artifact.Type, Annotations = artifact.Annotations }, isListed);
    }

    private static string Tag(OciDigest subject) => $"{subject.Algorithm}-{subject.Hex}"[..Math.Min(128, subject.Algorithm.Length + 1 + subject.Hex.Length)];

    private async Task<IReadOnlyList<Descriptor>> Fallback(OciDigest subject, Ct ct) =>
        await repository.Manifests.Find(Tag(subject), ct) is { IsIndex: true } index ? index.Manifests() : [];

    // Two writers may overwrite each other's list, which the protocol cannot prevent: hence the look afterwards.
    private async Task<bool> AddToFallback(OciDigest subject, IReadOnlyList<Descriptor> added, Ct ct)
    {
        for (var tried = 0; ; tried++)
        {
            var listed = await Fallback(subject, ct);
            var missing = added.Where(each => listed.All(d => d.Digest != each.Digest)).ToList();
            if (missing.Count == 0)
            {
                return true;
            }

            if (tried == Attempts)
            {
                throw new OciException(OciErrors.Refused, $"others keep changing what refers to {subject} in {repository.Name}", subject.ToString(), "try again");
            }

            await repository.Manifests.Put(ManifestWriter.Index(listed.Concat(missing), Descriptor.Nothing), Tag(subject), ct);
        }
    }
}
