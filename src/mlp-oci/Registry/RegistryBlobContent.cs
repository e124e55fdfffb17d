using System.Net;

namespace Mlp.Oci;

/// <summary>A blob of a registry; where the connection is lost, reading goes on from where it was.</summary>
internal sealed class RegistryBlobContent(RegistryHost host, string repository, Descriptor descriptor) : BlobContent
{
    public override async Task<Stream> Open(long offset, Ct ct)
    {
        Stream stream = new ResumingStream(host, OpenOnce, offset, descriptor.Size);

        // Checked where it is read from the start: what goes on elsewhere in the middle is checked there.
        return offset == 0 ? new VerifyingStream(stream, descriptor) : stream;
    }

    private async Task<Stream> OpenOnce(long offset, Ct ct)
    {
        var address = host.Address($"v2/{repository}/blobs/{descriptor.Digest}");
        var response = await host.SendOnce(new(HttpMethod.Get, address, $"repository:{repository}:pull") { Offset = offset }, ct);
        try
        {
            if (response.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.PartialContent))
            {
                throw RegistryRepository.IsMissing(response)
                    ? new OciException(OciErrors.NotFound, $"{host.Name}/{repository} has no blob {descriptor.Digest}", descriptor.Digest.ToString(), "push the image again")
                    : await RegistryAnswers.Error(response, $"reading {descriptor.Digest} from {host.Name}/{repository}", ct);
            }

            var stream = await response.Content.ReadAsStreamAsync(ct);
            var starts = response.StatusCode == HttpStatusCode.PartialContent ? response.Content.Headers.ContentRange?.From ?? offset : 0;
            return starts == offset ? stream : await From(stream).Open(offset - starts, ct);
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    // A registry that knows no ranges sends everything again.
    private static BlobContent From(Stream stream) => From(_ => Task.FromResult(stream));
}
