using System.Net;
using Microsoft.Win32.SafeHandles;
using Mlp.Wire;

namespace Mlp.Cli.Packages;

/// <summary>A feed that speaks NuGet's protocol, version 3: GitLab's, GitHub's, nuget.org, or any other.</summary>
internal sealed class HttpFeed(Uri feed, FeedCredential? credential, TimeProvider clock) : IPackageFeed
{
    private const int LargestReason = 1 << 16;
    private const int LongestReason = 300;

    // A signature is an entry more; a feed's package that is much longer than ours is another.
    private const long LargestSignature = 1 << 20;

    private readonly FeedChannel _channel = new(feed, credential, clock);

    public string Name => FeedAddress.Shown(feed);

    public async Task<FeedCheck> Check(Ct ct)
    {
        await Index(ct);
        return new(Name, credential switch
        {
            null => $"nothing in the environment is for this feed, so packages go there without a key; if it wants one, {FeedCredential.Missing(feed)}",
            { IsKey: true } => $"whether {credential.Variable} is accepted shows when a package is pushed",
            _ => null,
        });
    }

    public async Task<bool?> Has(PackageIdentity package, Ct ct) => (await Index(ct)).Packages is not { } packages
        ? null
        : await _channel.Get(
            ServiceIndex.Content(packages, package),
            0,
            async (response, limited) => response.IsSuccessStatusCode || (response.StatusCode is HttpStatusCode.NotFound ? false : throw await Failure(response, limited)),
            ct);

    public Task<PushedPackage?> Compare(string packageFile, Ct ct) => WithFile<PushedPackage?>(
        packageFile,
        async package => await Present(await Index(ct), package, ct) is { } likeness ? PackageComparison.Answer(package, likeness) : null,
        ct);

    public Task<PushedPackage> Push(string packageFile, IProgress<TransferProgress>? progress, Ct ct) =>
        WithFile(packageFile, package => Push(package, progress, ct), ct);

    public void Dispose() => _channel.Dispose();

    private static async Task<T> WithFile<T>(string packageFile, Func<PackageFile, Task<T>> act, Ct ct)
    {
        var package = await PackageFile.Read(packageFile, ct);
        try
        {
            return await act(package);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FeedErrors.FilesUnusable(package, e);
        }
    }

    private async Task<PushedPackage> Push(PackageFile package, IProgress<TransferProgress>? progress, Ct ct)
    {
        var index = await Index(ct);
        if (await Present(index, package, ct) is { } likeness)
        {
            return PackageComparison.Answer(package, likeness);
        }

        if (await Put(index.Publish, package, progress, ct))
        {
            return new(package.Identity, package.Digest, PushOutcome.Pushed);
        }

        // Another process was faster, or an answer to an earlier try was lost.
        return await Present(index, package, ct) is { } other
            ? PackageComparison.Answer(package, other)
            : new(package.Identity, package.Digest, PushOutcome.AlreadyPresent, "the feed says that it has it, but does not show it, so the bytes could not be compared");
    }

    private Task<ServiceIndex> Index(Ct ct) => _channel.Get(
        feed,
        ServiceIndex.LargestIndex,
        async (response, limited) =>
        {
            if (!response.IsSuccessStatusCode)
            {
                throw await Failure(response, limited);
            }

            await response.Content.LoadIntoBufferAsync(ServiceIndex.LargestIndex, limited);
            return ServiceIndex.Read(feed, await response.Content.ReadAsByteArrayAsync(limited));
        },
        ct);

    /// <summary>How like the feed's package is to this one; null where the feed has none, or does not show it.</summary>
    private async Task<Likeness?> Present(ServiceIndex index, PackageFile package, Ct ct)
    {
        if (index.Packages is not { } packages)
        {
            return null;
        }

        using var scratch = new WorkFolder();
        var file = Path.Combine(scratch.Path, "package");
        return await _channel.Get(ServiceIndex.Content(packages, package.Identity), package.Size, (response, limited) => Download(response, file, package.Size + LargestSignature, limited), ct) switch
        {
            null => null,
            false => Likeness.Different,
            true => await PackageComparison.Compare(package, file, ct),
        };
    }

    // Null where there is none, false where it is longer than it could be.
    private async Task<bool?> Download(HttpResponseMessage response, string path, long most, Ct ct)
    {
        if (response.StatusCode is HttpStatusCode.NotFound)
        {
            return null;
        }

        if (!response.IsSuccessStatusCode)
        {
            throw await Failure(response, ct);
        }

        await using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
        await using var body = await response.Content.ReadAsStreamAsync(ct);
        var buffer = new byte[1 << 17];
        while (await body.ReadAsync(buffer, ct) is > 0 and var read)
        {
            if (file.Length + read > most)
            {
                return false;
            }

            await file.WriteAsync(buffer.AsMemory(0, read), ct);
        }

        return true;
    }

    // False where the feed says that it has one of this id and version.
    private async Task<bool> Put(Uri publish, PackageFile package, IProgress<TransferProgress>? progress, Ct ct)
    {
        using var file = File.OpenHandle(package.Path, options: FileOptions.Asynchronous);
        return await _channel.Put(
            publish,
            package.Size,
            () => Content(file, package, progress),
            async (response, limited) => response switch
            {
                { IsSuccessStatusCode: true } => true,
                { StatusCode: HttpStatusCode.Conflict } => false,
                { StatusCode: HttpStatusCode.RequestEntityTooLarge } => throw FeedErrors.TooLarge(feed, package),
                { Headers.Location: { } target } => throw FeedErrors.Redirected(feed, new Uri(publish, target)),
                _ => throw await Failure(response, limited),
            },
            ct);
    }

    private static MultipartFormDataContent Content(SafeFileHandle file, PackageFile package, IProgress<TransferProgress>? progress)
    {
#pragma warning disable CA2000 // The form disposes of its parts, and the request of the form.
        var part = new FileRangeContent(file, 0, package.Size, sent => progress?.Report(new(TransferStage.Uploading, sent, package.Size)))
        {
            Headers = { ContentType = new("application/octet-stream") },
        };
#pragma warning restore CA2000
        return new() { { part, "package", "package.nupkg" } };
    }

    private async Task<CommandFailedException> Failure(HttpResponseMessage response, Ct ct) => response.StatusCode switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => FeedErrors.Refused(feed, (int)response.StatusCode, credential),
        HttpStatusCode.NotFound => FeedErrors.NotAFeed(feed, $"it answered 404 to {response.RequestMessage?.Method} {response.RequestMessage?.RequestUri?.AbsolutePath}"),
        _ => FeedErrors.Failed(feed, (int)response.StatusCode, await Reason(response, ct)),
    };

    // Feeds say why in a text or in JSON; pages are for browsers.
    private async Task<string?> Reason(HttpResponseMessage response, Ct ct)
    {
        if (response.Content.Headers is not { ContentType.MediaType: "text/plain" or "application/json" or "application/problem+json", ContentLength: > 0 and < LargestReason })
        {
            return null;
        }

        var text = await response.Content.ReadAsStringAsync(ct);
        var printable = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Trim();
        var redacted = credential?.Redact(printable) ?? printable;
        return redacted.Length > LongestReason ? redacted[..LongestReason] + "…" : redacted;
    }
}
