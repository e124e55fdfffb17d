using System.Net;
using System.Net.Http.Headers;

namespace Mlp;

/// <summary>Brings bytes of the registry into a file, going on where a failure left it, and checks them.</summary>
internal sealed class BlobDownload(RegistryChannel channel, string route, Digest digest, IProgress<TransferProgress>? progress)
{
    private const int BufferSize = 1 << 18;
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(60);

    /// <summary>Fills the file, which may hold a beginning of the bytes from an earlier try.</summary>
    public async Task To(string path, Ct ct)
    {
        await using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
        var resumed = file.Length > 0;
        await Fill(file, ct);
        if (resumed && !await IsRight(file, ct))
        {
            // The beginning was not of these bytes.
            file.SetLength(0);
            await Fill(file, ct);
            resumed = false;
        }

        if (!resumed && !await IsRight(file, ct))
        {
            file.SetLength(0);
            throw Damaged();
        }

        RandomAccess.FlushToDisk(file.SafeFileHandle);
    }

    private async Task Fill(FileStream file, Ct ct)
    {
        file.Seek(0, SeekOrigin.End);
        var failures = 0;
        while (true)
        {
            var reached = file.Position;
            try
            {
                await Append(file, ct);
                return;
            }
            catch (MlpException e) when (file.Position > reached ? e.IsTransient : channel.Retry.MayTryAgain(e, failures + 1))
            {
                failures = file.Position > reached ? 1 : failures + 1;
                await channel.Retry.Wait(failures, e.RetryAfter, ct);
            }
        }
    }

    private async Task Append(FileStream file, Ct ct)
    {
        using var response = await Open(file, ct);
        if (response is null)
        {
            return;
        }

        if (response.Content.Headers.ContentRange?.From != file.Position && file.Position > 0)
        {
            file.SetLength(0); // The whole came, not the rest.
        }

        var total = file.Position + (response.Content.Headers.ContentLength ?? 0);
        await using var body = await response.Content.ReadAsStreamAsync(ct);
        var buffer = new byte[BufferSize];
        while (await channel.Guarded(LongestSilence, limited => body.ReadAsync(buffer, limited).AsTask(), ct) is > 0 and var read)
        {
            await file.WriteAsync(buffer.AsMemory(0, read), ct);
            progress?.Report(new(TransferStage.Downloading, file.Position, total));
        }
    }

    // Null where nothing is left to be asked for.
    private async Task<HttpResponseMessage?> Open(FileStream file, Ct ct)
    {
        var from = file.Position;
        try
        {
            return await channel.Open(() => Request(from), ct);
        }
        catch (MlpException e) when (e.Status == (int)HttpStatusCode.RequestedRangeNotSatisfiable && from > 0)
        {
            return null;
        }
    }

    private HttpRequestMessage Request(long from)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, route);
        if (from > 0)
        {
            request.Headers.Range = new RangeHeaderValue(from, null);
        }

        return request;
    }

    private async Task<bool> IsRight(FileStream file, Ct ct) => await ContentHash.Of(file.SafeFileHandle, ct) == digest;

    private MlpException Damaged() => new(
        ClientErrors.ContentDamaged,
        $"what {channel.Connection.Name} answered to {route} does not have the digest {digest}",
        digest.Text,
        "try again; if it stays so, the registry's storage or something on the way to it is damaged");
}
