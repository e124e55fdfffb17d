using System.Net;

namespace Mlp.Oci;

/// <summary>Brings one blob into one repository by the cheapest way: it is there, it is mounted, it is sent.</summary>
internal sealed class BlobPush(RegistryHost host, string repository, Blob blob)
{
    private OciDigest Digest => blob.Descriptor.Digest;

    private string Scope => $"repository:{repository}:pull,push";

    public async Task<PushedBlob> Run(Ct ct)
    {
        if (await IsThere(ct))
        {
            return new(blob.Descriptor, PushOutcome.AlreadyThere);
        }

        // Where nobody has it yet, one sends it and the others mount it then.
        return HomeElsewhere() is { } home && await Mount(home, ct) is { IsDone: true } ? Mounted() : await host.Blobs.InTurn(Digest, () => MountOrSend(ct), ct);
    }

    private PushedBlob Mounted() => new(blob.Descriptor, PushOutcome.Mounted);

    private async Task<PushedBlob> MountOrSend(Ct ct)
    {
        UploadSession? session = null;
        if (HomeElsewhere() is { } home)
        {
            session = await Mount(home, ct);
            if (session.IsDone)
            {
                return Mounted();
            }
        }

        await host.Transfers.WaitAsync(ct);
        try
        {
            await new BlobUpload(host, repository, blob).Run(session, ct);
        }
        finally
        {
            host.Transfers.Release();
        }

        host.Blobs.Note(repository, Digest);
        return new(blob.Descriptor, PushOutcome.Uploaded);
    }

    private string? HomeElsewhere()
    {
        var known = host.Blobs.HomeOf(Digest) ?? (blob.Home?.Registry == host.Name ? blob.Home.Repository : null);
        return known == repository ? null : known;
    }

    private async Task<bool> IsThere(Ct ct)
    {
        var address = host.Address($"v2/{repository}/blobs/{Digest}");
        using var response = await host.Send(new(HttpMethod.Head, address, Scope), ct);
        return response.StatusCode switch
        {
            HttpStatusCode.OK => true,
            HttpStatusCode.NotFound => false,
            _ => throw await RegistryAnswers.Error(response, $"asking {host.Name}/{repository} for {Digest}", ct),
        };
    }

    // A registry that cannot mount, or does not let us read there, opens an upload instead or refuses: both are no error.
    private async Task<UploadSession> Mount(string home, Ct ct)
    {
        var address = host.Address($"v2/{repository}/blobs/uploads/?mount={Uri.EscapeDataString(Digest.ToString())}&from={Uri.EscapeDataString(home)}");
        using var response = await host.Send(new(HttpMethod.Post, address, $"{Scope} repository:{home}:pull"), ct);
        return response.StatusCode switch
        {
            HttpStatusCode.Created => UploadSession.Done,
            HttpStatusCode.Accepted when response.Headers.Location is { } location => new(host.Resolve(address, location)),
            _ => UploadSession.None,
        };
    }
}
