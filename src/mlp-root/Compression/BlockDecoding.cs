namespace Mlp.Root;

/// <summary>Decodes one block; says how many bytes came out, or -1 where the block is not what it should be.</summary>
internal delegate int BlockDecoding(ReadOnlySpan<byte> block, Span<byte> into);
