using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.Win32.SafeHandles;
using Mlp.Wire;

namespace Mlp;

/// <summary>Brings one file to the registry: small ones at once, large ones in parts, going on where a failure left it.</summary>
internal sealed class BlobUpload(RegistryChannel channel, SafeFileHandle file, Digest digest, IProgress<TransferProgress>? progress)
{
    public const long AtOnce = 8 << 20;
    private const long PartSize = 32 << 20;
    private const string Unknown = "MLP4007";
    private const string WrongOffset = "MLP4008";
    private const string Busy = "MLP4009";
    private static readonly MediaTypeHeaderValue Bytes = new("application/octet-stream");

    private readonly long _size = RandomAccess.GetLength(file);

    public async Task Run(Ct ct)
    {
        if (await IsThere(ct))
        {
            Report(_size);
            return;
        }

        Report(0);
        await (_size <= AtOnce ? PutAtOnce(ct) : InParts(ct));
    }

    private async Task<bool> IsThere(Ct ct)
    {
        try
        {
            var route = "blobs/" + digest.Text;
            return await channel.Retry.Run(
                again => channel.Once(() => new(HttpMethod.Head, route), channel.TimeFor(0), (_, _) => Task.FromResult(true), again), ct);
        }
        catch (MlpException e) when (e.Status == (int)HttpStatusCode.NotFound)
        {
            return false;
        }
    }

    // Putting the same bytes twice is putting them once, so it may be tried again.
    private Task<Blob> PutAtOnce(Ct ct) => channel.Retry.Run(
        again => channel.Once(() => Carrying(HttpMethod.Put, "blobs/" + digest.Text, 0, _size), channel.TimeFor(_size), Read<Blob>, again), ct);

    private async Task InParts(Ct ct)
    {
        try
        {
            await InPartsOf(ct);
        }
        catch (MlpException e) when (e.Code == Unknown)
        {
            await InPartsOf(ct); // The registry dropped the upload, as it does when one rests too long.
        }
    }

    private async Task InPartsOf(Ct ct)
    {
        var upload = await channel.Post<Upload>("uploads", null, ct);
        try
        {
            await SendParts(upload, ct);
            await Complete(upload, ct);
        }
        catch (Exception)
        {
            await GiveUp(upload);
            throw;
        }
    }

    private async Task SendParts(Upload upload, Ct ct)
    {
        var failures = 0;
        for (var offset = upload.Offset; offset < _size;)
        {
            var reached = offset;
            try
            {
                offset = (await SendPart(upload.Id, offset, ct)).Offset;
            }
            catch (MlpException e) when (MayGoOn(e, failures + 1))
            {
                offset = await AskOffset(upload.Id, e, ++failures, ct);
            }

            Report(offset);
            failures = offset > reached ? 0 : failures;
        }
    }

    private bool MayGoOn(MlpException failure, int failures) =>
        channel.Retry.MayTryAgain(failure, failures) || (failure.Code is WrongOffset or Busy && failures < channel.Retry.Attempts);

    private async Task<long> AskOffset(string id, MlpException failure, int failures, Ct ct)
    {
        if (failure.Code != WrongOffset)
        {
            await channel.Retry.Wait(failures, failure.RetryAfter, ct);
        }

        var offset = (await channel.Get<Upload>("uploads/" + id, ct)).Offset;
        return offset <= _size ? offset : throw Strange(id, offset);
    }

    private Task<Upload> SendPart(string id, long offset, Ct ct)
    {
        var length = Math.Min(PartSize, _size - offset);
        var route = Route.Query($"uploads/{id}", ("offset", offset.ToString(CultureInfo.InvariantCulture)));
        return channel.Once(() => Carrying(HttpMethod.Patch, route, offset, length), channel.TimeFor(length), Read<Upload>, ct);
    }

    // Completing is proved by the digest: an answer that was lost shows in the blob being there.
    private Task<Blob> Complete(Upload upload, Ct ct) => channel.Retry.Run(
        async again =>
        {
            try
            {
                return await channel.Once(
                    () => RegistryChannel.Request(HttpMethod.Post, $"uploads/{upload.Id}/complete", new CompleteUpload(digest.Text)),
                    channel.TimeFor(_size),
                    Read<Blob>,
                    again);
            }
            catch (MlpException e) when (e.Status == (int)HttpStatusCode.NotFound)
            {
                if (!await IsThere(again))
                {
                    throw;
                }

                return new(digest.Text, _size);
            }
        },
        ct);

    private async Task GiveUp(Upload upload)
    {
        using var brief = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        try
        {
            await channel.Once(
                () => RegistryChannel.Request(HttpMethod.Delete, "uploads/" + upload.Id), TimeSpan.FromSeconds(2), (_, _) => Task.FromResult(true), brief.Token);
        }
        catch (Exception e) when (e is MlpException or OperationCanceledException)
        {
            // The registry drops it when it is old; what made the upload fail is what the caller has to know.
        }
    }

    // The answer to "continue?" keeps a refused upload from being sent at all.
    private HttpRequestMessage Carrying(HttpMethod method, string route, long offset, long length) => new(method, route)
    {
        Content = new FileRangeContent(file, offset, length, Report) { Headers = { ContentType = Bytes } },
        Headers = { ExpectContinue = true },
    };

    private Task<T> Read<T>(HttpResponseMessage response, Ct ct) => Answers.Read<T>(response, channel.Connection, ct);

    private void Report(long bytes) => progress?.Report(new(TransferStage.Uploading, bytes, _size));

    private MlpException Strange(string id, long offset) => new(
        ClientErrors.NotARegistry,
        $"{channel.Connection.Name} says that upload {id} has {offset} bytes, of {_size}",
        channel.Connection.Name,
        "publish again");
}
