using Mlp.Wire;

namespace Mlp;

/// <summary>Bytes by their digest: archives of parameters and bundles of models.</summary>
public sealed class BlobsApi
{
    private readonly RegistryChannel _channel;

    internal BlobsApi(RegistryChannel channel) => _channel = channel;

    /// <summary>Uploads a file unless the registry has its bytes; large files go in parts, and go on after a failure.</summary>
    /// <param name="file">The file.</param>
    /// <param name="digest">Its sha256 where it is known; it is computed otherwise.</param>
    /// <param name="progress">Is told how far it is.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<Blob> UploadAsync(string file, Digest? digest = null, IProgress<TransferProgress>? progress = null, Ct ct = default)
    {
        using var handle = Open(file);
        var content = digest ?? await ContentHash.Of(handle, ct);
        await new BlobUpload(_channel, handle, content, progress).Run(ct);
        return new(content.Text, RandomAccess.GetLength(handle));
    }

    /// <summary>Downloads bytes into a new file, which appears whole and checked or not at all.</summary>
    public async Task DownloadAsync(Digest digest, string file, IProgress<TransferProgress>? progress = null, Ct ct = default)
    {
        var target = Path.GetFullPath(file);
        if (Path.Exists(target))
        {
            throw new MlpException(ClientErrors.TargetExists, $"'{target}' exists already; nothing was downloaded", target, "name a file that does not exist yet");
        }

        await LocalFiles.Guarded(() => Download(digest, target, progress, ct));
    }

    /// <summary>Opens bytes to be read as they come; whoever reads them checks them against the digest.</summary>
    public async Task<Stream> OpenAsync(Digest digest, Ct ct = default)
    {
        var answer = await _channel.Open(() => RegistryChannel.Request(HttpMethod.Get, "blobs/" + digest.Text), ct);
        return new AnswerStream(answer, await answer.Content.ReadAsStreamAsync(ct), _channel);
    }

    private async Task<string> Download(Digest digest, string target, IProgress<TransferProgress>? progress, Ct ct)
    {
        var partial = $"{target}.{Path.GetRandomFileName()}.partial";
        try
        {
            await new BlobDownload(_channel, "blobs/" + digest.Text, digest, progress).To(partial, ct);
            File.Move(partial, target);
            return target;
        }
        finally
        {
            File.Delete(partial);
        }
    }

    private static Microsoft.Win32.SafeHandles.SafeFileHandle Open(string file)
    {
        try
        {
            return File.OpenHandle(file, options: FileOptions.Asynchronous | FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MlpException(ClientErrors.InvalidArgument, $"'{file}' cannot be read: {e.Message}", file, "name a file that can be read", e);
        }
    }
}
