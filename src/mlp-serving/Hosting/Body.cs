using System.Buffers;
using System.IO.Pipelines;

namespace Mlp.Serving.Hosting;

/// <summary>The whole body of a request, in one piece: where it arrived, or copied together.</summary>
internal readonly struct Body : IDisposable
{
    private readonly PipeReader? _reader;
    private readonly ReadOnlySequence<byte> _arrived;
    private readonly byte[]? _copied;

    private Body(PipeReader reader, ReadOnlySequence<byte> arrived, byte[]? copied) => (_reader, _arrived, _copied) = (reader, arrived, copied);

    public ReadOnlySpan<byte> Span => _copied is null ? _arrived.FirstSpan : _copied.AsSpan(0, (int)_arrived.Length);

    public ReadOnlyMemory<byte> Memory => _copied is null ? _arrived.First : _copied.AsMemory(0, (int)_arrived.Length);

    /// <summary>At once, where all of it has arrived.</summary>
    public static ValueTask<Body> Read(PipeReader reader)
    {
        if (!reader.TryRead(out var result))
        {
            return ReadOn(reader);
        }

        if (result.IsCompleted)
        {
            return new(Of(reader, result.Buffer));
        }

        reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        return ReadOn(reader);
    }

    public void Dispose()
    {
        _reader?.AdvanceTo(_arrived.End);
        if (_copied is not null)
        {
            ArrayPool<byte>.Shared.Return(_copied);
        }
    }

    // Goes on in the thread pool: what comes in pieces is long, and not for the thread that reads sockets.
    private static async ValueTask<Body> ReadOn(PipeReader reader)
    {
        while (true)
        {
            var result = await reader.ReadAsync();
            if (result.IsCompleted)
            {
                await Task.Yield();
                return Of(reader, result.Buffer);
            }

            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    private static Body Of(PipeReader reader, ReadOnlySequence<byte> arrived)
    {
        if (arrived.IsSingleSegment)
        {
            return new(reader, arrived, copied: null);
        }

        var copied = ArrayPool<byte>.Shared.Rent((int)arrived.Length);
        arrived.CopyTo(copied);
        return new(reader, arrived, copied);
    }
}
