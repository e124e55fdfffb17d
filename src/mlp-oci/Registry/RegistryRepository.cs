using System.Net;

namespace Mlp.Oci;

/// <summary>A repository of a registry: images are read from it and pushed to it.</summary>
public sealed class RegistryRepository : IImageSource
{
    private readonly ImageReference _reference;

    internal RegistryRepository(RegistryHost host, ImageReference reference)
    {
        (Host, _reference) = (host, reference.WithTag("latest"));
        Manifests = new(host, reference.Repository);
    }

    /// <summary>Registry and repository.</summary>
    public string Name => _reference.Name;

    internal RegistryHost Host { get; }

    internal string Path => _reference.Repository;

    internal RegistryManifests Manifests { get; }

    /// <summary>Asks what a tag or digest names, without reading it; null if nothing.</summary>
    public Task<OciDigest?> FindDigest(string tagOrDigest, Ct ct) => Manifests.FindDigest(tagOrDigest, ct);

    /// <summary>Pushes an image: blobs, then manifests, then tags, and nothing that the registry has already.</summary>
    /// <param name="image">The image.</param>
    /// <param name="tags">The tags that are to name it; none if its digest is enough.</param>
    public Task<PushResult> Push(Image image, IReadOnlyList<string> tags, Ct ct) => Push(image, tags, NoStatements, ct);

    /// <summary>As <see cref="Push(Image, IReadOnlyList{string}, Ct)"/>, with what is said of the image: where the image is, that is, whatever interrupts this.</summary>
    /// <param name="statements">Gives what is attached to the image; asked for only where the repository does not have the image.</param>
    /// <inheritdoc cref="Push(Image, IReadOnlyList{string}, Ct)"/>
    public Task<PushResult> Push(Image image, IReadOnlyList<string> tags, Func<Ct, Task<IReadOnlyList<Artifact>>> statements, Ct ct)
    {
        foreach (var tag in tags.Where(t => !ImageReference.IsTag(t)))
        {
            throw new OciException(OciErrors.InvalidReference, $"'{tag}' is no tag", tag, "use letters, digits, '_', '.' and '-', at most 128, beginning with none of the latter two");
        }

        return new ImagePush(this, image, tags, statements).Run(ct);
    }

    /// <summary>Attaches an artifact to an image that is in the repository, so that it is found with the image.</summary>
    public async Task<Descriptor> Attach(Descriptor subject, Artifact artifact, Ct ct) => (await new ReferrersList(this).Attach(subject, [artifact], ct))[0];

    /// <summary>The artifacts that are attached to an image.</summary>
    public Task<IReadOnlyList<Descriptor>> FindReferrers(OciDigest subject, Ct ct) => new ReferrersList(this).Find(subject, ct);

    Task<ManifestDocument?> IImageSource.FindManifest(string tagOrDigest, Ct ct) => Manifests.Find(tagOrDigest, ct);

    Blob IImageSource.BlobOf(Descriptor descriptor) =>
        new(descriptor, new RegistryBlobContent(Host, Path, descriptor)) { Home = new(Host.Name, Path) };

    internal Task<PushedBlob> Push(Blob blob, Ct ct) => Host.Blobs.Once(Path, blob, () => new BlobPush(Host, Path, blob).Run(ct));

    private static Task<IReadOnlyList<Artifact>> NoStatements(Ct ct) => Task.FromResult<IReadOnlyList<Artifact>>([]);

    internal static bool IsMissing(HttpResponseMessage response) => response.StatusCode == HttpStatusCode.NotFound;
}
