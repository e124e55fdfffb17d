namespace Mlp.Oci;

/// <summary>Where the bytes of a blob come from; they are opened when they are needed, and again where an upload goes on.</summary>
public abstract class BlobContent
{
    /// <summary>Opens the bytes from an offset on.</summary>
    public abstract Task<Stream> Open(long offset, Ct ct);

    /// <summary>Bytes in memory.</summary>
    public static BlobContent Of(ReadOnlyMemory<byte> bytes) => new InMemory(bytes);

    /// <summary>A file.</summary>
    public static BlobContent OfFile(string path) => new InFile(path);

    /// <summary>Whatever is opened when it is needed. What cannot seek is read up to the offset.</summary>
    public static BlobContent From(Func<Ct, Task<Stream>> open) => new Opened(open);

    private sealed class InMemory(ReadOnlyMemory<byte> bytes) : BlobContent
    {
        public override Task<Stream> Open(long offset, Ct ct) =>
            Task.FromResult<Stream>(new MemoryStream(bytes[(int)offset..].ToArray(), writable: false));
    }

    private sealed class InFile(string path) : BlobContent
    {
        public override Task<Stream> Open(long offset, Ct ct)
        {
            try
            {
                // Without a buffer of its own: readers ask for large pieces.
                var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan | FileOptions.Asynchronous);
                file.Position = offset;
                return Task.FromResult<Stream>(file);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new OciException(OciErrors.FileFailed, $"'{path}' cannot be read: {e.Message}", path, "check that it is there and may be read", e);
            }
        }
    }

    private sealed class Opened(Func<Ct, Task<Stream>> open) : BlobContent
    {
        public override async Task<Stream> Open(long offset, Ct ct)
        {
            var stream = await open(ct);
            if (stream.CanSeek)
            {
                stream.Position += offset;
                return stream;
            }

            await Skip(stream, offset, ct);
            return stream;
        }

        private static async Task Skip(Stream stream, long count, Ct ct)
        {
            var buffer = new byte[81920];
            while (count > 0)
            {
                var read = await stream.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, count)), ct);
                count = read > 0 ? count - read : throw new EndOfStreamException("a blob's content ends before the offset at which it is to go on");
            }
        }
    }
}
