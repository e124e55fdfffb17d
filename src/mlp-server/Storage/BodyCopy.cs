using System.Buffers;

namespace Mlp.Server.Storage;

/// <summary>
/// Copies a body to the end of a staged file. While one buffer is hashed and written the next is read, so that the slowest of
/// the three decides. Small bodies, the common case, take one small buffer and no other thread.
/// </summary>
internal static class BodyCopy
{
    private const int FirstSize = 16 << 10;
    private const int Size = 1 << 20;

    /// <summary>Answers false where the file would grow past <paramref name="limit"/>. Where reading the body fails, what arrived before is kept.</summary>
    public static async Task<bool> Append(Stream body, StagedFile file, long limit, Ct ct)
    {
        var part = new Part(FirstSize);
        var reading = part.Fill(body, ct);
        while (true)
        {
            using var current = part;
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (current.Count > limit - file.Length)
            {
                return false;
            }

            if (!current.IsFull)
            {
                Write(current, file);
                await reading;
                return true;
            }

            part = new Part(Size);
            reading = part.Fill(body, ct);
            await WriteWhile(reading, current, file);
        }
    }

    private static void Write(Part part, StagedFile file)
    {
        RandomAccess.Write(file.Handle, part.Bytes.Span, file.Length);
        file.Hash.Append(part.Bytes.Span);
    }

    private static async Task WriteWhile(Task reading, Part part, StagedFile file)
    {
        var start = file.Length;
        var hashing = Task.Run(() => file.Hash.Append(part.Bytes.Span), Ct.None);
        try
        {
            await RandomAccess.WriteAsync(file.Handle, part.Bytes, start, Ct.None);
        }
        catch
        {
            // The hash is ahead of the file now.
            await hashing;
            file.ForgetHash();
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        await hashing;
    }

    /// <summary>A buffer that is full unless the body ended or broke.</summary>
    private sealed class Part(int size) : IDisposable
    {
        private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(size);

        public int Count { get; private set; }

        public bool IsFull => Count == size;

        public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(0, Count);

        public async Task Fill(Stream body, Ct ct)
        {
            int read;
            while (Count < size && (read = await body.ReadAsync(_buffer.AsMemory(Count, size - Count), ct)) > 0)
            {
                Count += read;
            }
        }

        public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);
    }
}
