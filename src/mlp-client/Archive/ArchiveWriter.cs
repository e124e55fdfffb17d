using System.Security.Cryptography;

namespace Mlp;

/// <summary>Writes an archive through a sha256, with one buffer however large the files are.</summary>
internal sealed class ArchiveWriter(Stream output) : IDisposable
{
    private const int BufferSize = 1 << 20;
    private static readonly byte[] Zeros = new byte[2 * TarHeader.BlockSize];

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _buffer = new byte[BufferSize];
    private long _written;

    public async Task<PackedArchive> Write(IReadOnlyList<ArchiveEntry> entries, Ct ct)
    {
        foreach (var entry in entries)
        {
            await Put(TarHeader.For(EntryPath.Utf8.GetBytes(entry.Name), entry.Type, entry.Length), ct);
            if (entry.Source is not null)
            {
                await PutContent(entry.Source, entry.Length, ct);
            }
        }

        await Put(Zeros, ct);
        await output.FlushAsync(ct);
        return new(Digest.FromHash(_hash.GetHashAndReset()), _written, entries.Count(entry => entry.Source is not null));
    }

    public void Dispose() => _hash.Dispose();

    private async Task PutContent(string source, long length, Ct ct)
    {
        using var file = Open(source);
        for (var offset = 0L; offset < length;)
        {
            var read = await RandomAccess.ReadAsync(file, _buffer.AsMemory(0, (int)Math.Min(BufferSize, length - offset)), offset, ct);
            if (read == 0)
            {
                throw Changed(source);
            }

            await Put(_buffer.AsMemory(0, read), ct);
            offset += read;
        }

        if (RandomAccess.GetLength(file) != length)
        {
            throw Changed(source);
        }

        await Put(Zeros.AsMemory(0, (int)(TarHeader.Padded(length) - length)), ct);
    }

    private async ValueTask Put(ReadOnlyMemory<byte> bytes, Ct ct)
    {
        _hash.AppendData(bytes.Span);
        await output.WriteAsync(bytes, ct);
        _written += bytes.Length;
    }

    private static Microsoft.Win32.SafeHandles.SafeFileHandle Open(string source)
    {
        try
        {
            return File.OpenHandle(source, options: FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw ArchivePlan.CannotPack(source, "it cannot be read", "check its permissions, and that nothing writes there", e);
        }
    }

    private static MlpException Changed(string source) =>
        ArchivePlan.CannotPack(source, "it changed while it was read", "pack it when nothing writes there any more");
}
