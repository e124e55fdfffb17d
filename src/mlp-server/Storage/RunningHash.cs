using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Mlp.Server.Storage;

/// <summary>The sha256 of a file's first bytes, kept while the file grows.</summary>
internal sealed class RunningHash : IDisposable
{
    private const int BufferSize = 1 << 20;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>How many bytes it covers.</summary>
    public long Position { get; private set; }

    public Digest Current => Digest.FromHash(_hash.GetCurrentHash());

    public void Append(ReadOnlySpan<byte> bytes)
    {
        _hash.AppendData(bytes);
        Position += bytes.Length;
    }

    /// <summary>Reads what the file has beyond this hash: another process, or this one in an earlier life, wrote it.</summary>
    public async Task CatchUp(SafeFileHandle file, Ct ct)
    {
        var length = RandomAccess.GetLength(file);
        if (Position == length)
        {
            return;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            int read;
            while ((read = await RandomAccess.ReadAsync(file, buffer.AsMemory(0, BufferSize), Position, ct)) > 0)
            {
                Append(buffer.AsSpan(0, read));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public void Dispose() => _hash.Dispose();
}
