using System.Net;
using System.Net.Http.Headers;

namespace Mlp.Oci;

/// <summary>The manifests of a repository.</summary>
internal sealed class RegistryManifests(RegistryHost host, string repository)
{
    private string Pull => $"repository:{repository}:pull";

    private string PullAndPush => $"repository:{repository}:pull,push";

    private string Where => $"{host.Name}/{repository}";

    public async Task<OciDigest?> FindDigest(string tagOrDigest, Ct ct)
    {
        using var response = await host.Send(Request(HttpMethod.Head, tagOrDigest), ct);
        if (RegistryRepository.IsMissing(response))
        {
            return null;
        }

        await Demand(response, HttpStatusCode.OK, $"asking for {Where} {tagOrDigest}", ct);

        // Not every registry says the digest; then the manifest itself tells.
        return OciDigest.TryParse(RegistryAnswers.Header(response, "Docker-Content-Digest"), out var digest)
            ? digest : (await Find(tagOrDigest, ct))?.Descriptor.Digest;
    }

    public Task<ManifestDocument?> Find(string tagOrDigest, Ct ct) => host.Retry.Run(c => FindOnce(tagOrDigest, c), ct);

    /// <summary>Puts a manifest under its digest or a tag; answers the subject's digest if the registry lists referrers itself.</summary>
    public async Task<OciDigest?> Put(ManifestDocument manifest, string tagOrDigest, Ct ct)
    {
        var request = new RegistryRequest(HttpMethod.Put, Address(tagOrDigest), PullAndPush)
        {
            Content = _ => new ReadOnlyMemoryContent(manifest.Bytes) { Headers = { ContentType = new MediaTypeHeaderValue(manifest.Descriptor.MediaType) } },
        };
        using var response = await host.Send(request, ct);
        await Demand(response, HttpStatusCode.Created, $"putting the manifest {tagOrDigest} into {Where}", ct);
        if (OciDigest.TryParse(RegistryAnswers.Header(response, "Docker-Content-Digest"), out var stored)
            && stored.Algorithm == manifest.Descriptor.Digest.Algorithm && stored != manifest.Descriptor.Digest)
        {
            throw new OciException(OciErrors.WrongContent, $"{Where} stores the manifest {manifest.Descriptor.Digest} as {stored}", stored.ToString(), "ask who runs the registry");
        }

        return OciDigest.TryParse(RegistryAnswers.Header(response, "OCI-Subject"), out var subject) ? subject : null;
    }

    private async Task<ManifestDocument?> FindOnce(string tagOrDigest, Ct ct)
    {
        using var response = await host.SendOnce(Request(HttpMethod.Get, tagOrDigest), ct);
        if (RegistryRepository.IsMissing(response))
        {
            return null;
        }

        await Demand(response, HttpStatusCode.OK, $"asking for {Where} {tagOrDigest}", ct);
        var bytes = await ReadBody(response, ct);
        var digest = OciDigest.TryParse(tagOrDigest, out var asked)
            || OciDigest.TryParse(RegistryAnswers.Header(response, "Docker-Content-Digest"), out asked) ? asked : OciDigest.Of(bytes);
        return digest.OfSameKind(bytes) is var found && found == digest
            ? new(new(MediaType(response, bytes, tagOrDigest), digest, bytes.Length), bytes)
            : throw new OciException(OciErrors.WrongContent, $"{Where} answers with {found} for {digest}", digest.ToString(), "try again; if it stays so, the registry is damaged");
    }

    private async Task<byte[]> ReadBody(HttpResponseMessage response, Ct ct)
    {
        using var patience = new Patience(host.Options.Patience, ct);
        try
        {
            return await RegistryAnswers.ReadBounded(response, ManifestDocument.LargestSize, "a manifest", patience.Token);
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && patience.IsOver))
        {
            throw new OciException(OciErrors.Unreachable, $"the connection to {host.Name} was lost: {e.Message}", host.Name, "try again", e) { IsTransient = true };
        }
    }

    // What the bytes say of themselves decides: the header is not part of the digest.
    private string MediaType(HttpResponseMessage response, byte[] bytes, string tagOrDigest)
    {
        var said = response.Content.Headers.ContentType?.MediaType;
        var own = ManifestDocument.MediaTypeOf(bytes);
        var type = own ?? said;
        return type is not null && (MediaTypes.IsIndex(type) || MediaTypes.IsManifest(type))
            ? type
            : throw new OciException(OciErrors.InvalidManifest, $"{Where} {tagOrDigest} is of type '{type}', which is no image",
                type, "name an image of the OCI format or of Docker's schema 2");
    }

    private RegistryRequest Request(HttpMethod method, string tagOrDigest) => new(method, Address(tagOrDigest), Pull) { Accept = MediaTypes.Accepted };

    private Uri Address(string tagOrDigest) => host.Address($"v2/{repository}/manifests/{tagOrDigest}");

    private static async Task Demand(HttpResponseMessage response, HttpStatusCode status, string doing, Ct ct)
    {
        if (response.StatusCode != status)
        {
            throw await RegistryAnswers.Error(response, doing, ct);
        }
    }
}
