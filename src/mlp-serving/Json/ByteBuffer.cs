using System.Buffers;
using System.Runtime.CompilerServices;

namespace Mlp.Serving.Json;

/// <summary>Bytes that grow, one buffer for each thread: an answer is written whole before its length is told.</summary>
internal sealed class ByteBuffer : IBufferWriter<byte>
{
    private const int Smallest = 4096;
    private const int LargestKept = 1 << 20;

    [ThreadStatic]
    private static ByteBuffer? _mine;

    private byte[] _bytes = new byte[Smallest];
    private int _count;

    /// <summary>This thread's own, empty. It must not be kept across an await.</summary>
    public static ByteBuffer Mine
    {
        get
        {
            var mine = _mine ??= new();
            mine._count = 0;
            if (mine._bytes.Length > LargestKept)
            {
                mine._bytes = new byte[Smallest];
            }

            return mine;
        }
    }

    public int Count => _count;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _count);

    public void Advance(int count) => _count += count;

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Ensure(sizeHint);
        return _bytes.AsSpan(_count);
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Ensure(sizeHint);
        return _bytes.AsMemory(_count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(byte value)
    {
        Ensure(1);
        _bytes[_count++] = value;
    }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        _count += bytes.Length;
    }

    public Span<byte> Take(int count)
    {
        var taken = GetSpan(count)[..count];
        _count += count;
        return taken;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Ensure(int room)
    {
        if (_bytes.Length - _count < int.Max(room, 1))
        {
            Grow(room);
        }
    }

    private void Grow(int room) => Array.Resize(ref _bytes, int.Max(checked(_count + room), (int)long.Min(2L * _bytes.Length, Array.MaxLength)));
}
