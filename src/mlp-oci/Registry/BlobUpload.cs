using System.Globalization;
using System.Net;

namespace Mlp.Oci;

/// <summary>Sends one blob: at once if it is small, else in pieces; after a failure from where the registry says it has got.</summary>
internal sealed class BlobUpload(RegistryHost host, string repository, Blob blob)
{
    private const int SmallBlob = 16 << 10;
    private readonly long _size = blob.Descriptor.Size;
    private long _chunkSize = host.Options.ChunkSize;
    private bool _wentOn;

    private string Scope => $"repository:{repository}:pull,push";

    private string Doing => $"sending {blob.Descriptor.Digest} to {host.Name}/{repository}";

    public async Task Run(UploadSession? opened, Ct ct)
    {
        var session = opened is { Location: not null } ? opened : null;
        for (var tried = 1; ;)
        {
            var before = session?.Offset ?? 0;
            try
            {
                session = session is null ? await Start(ct) : await SendNext(session, ct);
                if (session.IsDone)
                {
                    return;
                }

                tried = session.Offset > before ? 1 : tried;
            }
            catch (OciException e) when (host.Retry.MayTryAgain(e, tried) || (_wentOn && e.Code == OciErrors.WrongContent && tried < host.Options.Attempts))
            {
                await host.Retry.Wait(tried++, e.RetryAfter, ct);
                session = e.Code == OciErrors.WrongContent ? null : await WhereItWas(session, ct);
                tried = session?.Offset > before ? 1 : tried;
                if (session?.IsDone == true)
                {
                    return;
                }
            }
        }
    }

    private async Task<UploadSession> Start(Ct ct)
    {
        var address = host.Address($"v2/{repository}/blobs/uploads/");
        var isAtOnce = _size <= SmallBlob && host.TakesBlobsAtOnce != false;
        var request = isAtOnce
            ? Body(HttpMethod.Post, WithDigest(address), 0, _size)
            : new(HttpMethod.Post, address, Scope);
        using var response = await host.SendOnce(request, ct);
        if (isAtOnce && response.StatusCode == HttpStatusCode.Created)
        {
            host.TakesBlobsAtOnce = true;
            return UploadSession.Done;
        }

        if (isAtOnce)
        {
            host.TakesBlobsAtOnce = false;
        }

        if (response.StatusCode != HttpStatusCode.Accepted)
        {
            throw await RegistryAnswers.Error(response, Doing, ct);
        }

        // Some stores take no small pieces.
        if (long.TryParse(RegistryAnswers.Header(response, "OCI-Chunk-Min-Length"), NumberStyles.None, CultureInfo.InvariantCulture, out var least))
        {
            _chunkSize = Math.Max(_chunkSize, least);
        }

        return new(Next(address, response));
    }

    private Task<UploadSession> SendNext(UploadSession session, Ct ct) =>
        session.Offset == _size ? Finish(session, 0, ct)
        : session.Offset == 0 && _size <= _chunkSize ? Finish(session, _size, ct)
        : SendPiece(session, Math.Min(_chunkSize, _size - session.Offset), ct);

    private async Task<UploadSession> SendPiece(UploadSession session, long length, Ct ct)
    {
        using var response = await host.SendOnce(Body(HttpMethod.Patch, session.Location!, session.Offset, length), ct);
        if (IsOutOfStep(response))
        {
            throw OutOfStep();
        }

        if (response.StatusCode is not (HttpStatusCode.Accepted or HttpStatusCode.NoContent or HttpStatusCode.Created))
        {
            throw await RegistryAnswers.Error(response, Doing, ct);
        }

        return new(Next(session.Location!, response)) { Offset = Received(response) ?? session.Offset + length };
    }

    private async Task<UploadSession> Finish(UploadSession session, long length, Ct ct)
    {
        using var response = await host.SendOnce(Body(HttpMethod.Put, WithDigest(session.Location!), session.Offset, length), ct);
        return response.StatusCode is HttpStatusCode.Created or HttpStatusCode.NoContent ? UploadSession.Done
            : IsOutOfStep(response) ? throw OutOfStep()
            : throw await RegistryAnswers.Error(response, Doing, ct);
    }

    /// <summary>Asks how far an interrupted upload got; null if it has to begin again.</summary>
    private async Task<UploadSession?> WhereItWas(UploadSession? session, Ct ct)
    {
        _wentOn = true;
        if (session?.Location is null)
        {
            return null;
        }

        using var response = await host.Send(new(HttpMethod.Get, session.Location, Scope), ct);
        if (response.StatusCode is HttpStatusCode.NoContent or HttpStatusCode.Accepted or HttpStatusCode.OK && Received(response) is > 1 and var received && received <= _size)
        {
            return new(Next(session.Location, response)) { Offset = received };
        }

        // It may have been finished, and only the answer lost.
        using var there = await host.Send(new(HttpMethod.Head, host.Address($"v2/{repository}/blobs/{blob.Descriptor.Digest}"), Scope), ct);
        return there.StatusCode == HttpStatusCode.OK ? UploadSession.Done : null;
    }

    private RegistryRequest Body(HttpMethod method, Uri address, long offset, long length) => new(method, address, Scope)
    {
        Content = patience => new UploadContent(blob.Content, offset, length, patience, isPiece: method == HttpMethod.Patch),
    };

    private Uri Next(Uri asked, HttpResponseMessage response) => response.Headers.Location is { } location
        ? host.Resolve(asked, location)
        : throw new OciException(OciErrors.NotARegistry, $"{Doing}: the registry does not say where to go on", host.Name, "check that the host is a registry");

    // 'Range: 0-0' is said of no byte and of one: such an upload begins again.
    private static long? Received(HttpResponseMessage response)
    {
        var range = RegistryAnswers.Header(response, "Range")?.Replace("bytes=", "", StringComparison.Ordinal).Split('-');
        return range is ["0", var last] && long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var end) ? end + 1 : null;
    }

    private static bool IsOutOfStep(HttpResponseMessage response) =>
        response.StatusCode is HttpStatusCode.RequestedRangeNotSatisfiable or HttpStatusCode.NotFound;

    private OciException OutOfStep() =>
        new(OciErrors.Refused, $"{Doing}: the registry has lost the upload", host.Name, "try again; if it stays so, ask who runs the registry") { IsTransient = true };

    private Uri WithDigest(Uri address) =>
        new($"{address.AbsoluteUri}{(address.Query.Length > 0 ? "&" : "?")}digest={Uri.EscapeDataString(blob.Descriptor.Digest.ToString())}");
}
