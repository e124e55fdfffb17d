using System.Numerics;
using System.Runtime.InteropServices;

namespace Mlp.Training.Fitting;

/// <summary>
/// What the chunks were in the first pass over them, and the demand that they are the same ever after: what is held back would otherwise
/// be fitted on.
/// </summary>
/// <param name="seen">The chunks known so far.</param>
/// <param name="width">How many features their rows have.</param>
/// <param name="isWhole">Whether these are all.</param>
internal sealed class SeenChunks(IEnumerable<SeenChunk> seen, int width, bool isWhole)
{
    private readonly List<SeenChunk> _chunks = [.. seen];
    private int _next;

    public IReadOnlyList<SeenChunk> Chunks => _chunks;

    public bool IsWhole { get; private set; } = isWhole;

    public int Width { get; private set; } = width;

    public long Rows => _chunks.Sum(chunk => (long)chunk.Rows);

    public void BeginPass() => _next = 0;

    public void Take(Chunk chunk)
    {
        if (chunk.Index != _next || (_next > 0 && chunk.Width != Width))
        {
            throw Refused(chunk.Index, $"it has {chunk.Width} features and follows {_next} chunks, whose rows have {Width}", "number chunks from 0, all of one width");
        }

        var planned = new SeenChunk(chunk.Rows, Digest(chunk));
        if (_next == _chunks.Count)
        {
            (_next, Width) = IsWhole
                ? throw Refused(chunk.Index, $"the first pass had only {_chunks.Count} chunks", Remedy)
                : (_next + 1, chunk.Width);
            _chunks.Add(planned);
            return;
        }

        if (_chunks[_next] != planned || Width != chunk.Width)
        {
            throw Refused(chunk.Index, $"its {chunk.Rows} rows of {chunk.Width} are not the {_chunks[_next].Rows} rows of {Width} "
                + "that it had in the pass before", Remedy);
        }

        _next++;
    }

    public void EndPass()
    {
        IsWhole = _next == _chunks.Count
            ? true
            : throw Refused(_next, $"the data ends before it; in the pass before there were {_chunks.Count} chunks", Remedy);
        if (Rows == 0)
        {
            throw new TrainingInputException("the data", "it has no rows", "give files with events, and look whether the cuts leave any");
        }
    }

    private const string Remedy = "give the same data in every pass; for other data begin anew, in another checkpoint folder";

    private static TrainingInputException Refused(int chunk, string fact, string remedy) => new($"chunk {chunk}", fact, remedy);

    private static ulong Digest(Chunk chunk) => Digest(
        Digest(Digest(0, MemoryMarshal.AsBytes(chunk.Features.Span)), chunk.Mask.Span), MemoryMarshal.AsBytes(chunk.Labels.Span));

    // Against mistakes, not against malice; faster than memory delivers.
    private static ulong Digest(ulong state, ReadOnlySpan<byte> bytes)
    {
        const ulong Prime = 0x9E3779B185EBCA87;
        var (a, b, c, d) = (state + Prime, state ^ Prime, state, state - Prime);
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        var i = 0;
        for (; i + 4 <= words.Length; i += 4)
        {
            a = BitOperations.RotateLeft(a ^ words[i], 29) * Prime;
            b = BitOperations.RotateLeft(b ^ words[i + 1], 29) * Prime;
            c = BitOperations.RotateLeft(c ^ words[i + 2], 29) * Prime;
            d = BitOperations.RotateLeft(d ^ words[i + 3], 29) * Prime;
        }

        foreach (var rest in bytes[(i * sizeof(ulong))..])
        {
            a = BitOperations.RotateLeft(a ^ rest, 29) * Prime;
        }

        return (((((a * Prime) ^ b) * Prime) ^ c) * Prime) ^ d ^ (ulong)bytes.Length;
    }
}

/// <summary>How many rows a chunk has, and what follows from all of its bytes.</summary>
internal sealed record SeenChunk(int Rows, ulong Digest);
