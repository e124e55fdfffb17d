using System.Diagnostics.CodeAnalysis;

namespace Mlp.Root;

/// <summary>Where bytes come from, for messages.</summary>
/// <param name="Offset">Of the first byte; of the key, where the bytes were compressed.</param>
/// <param name="Packed">Whether positions inside the bytes are not positions in the file.</param>
internal readonly record struct Origin(string File, long Offset, bool Packed = false)
{
    [DoesNotReturn]
    public void Refuse(int position, string fact) => throw Refusal(position, fact);

    public RootFormatException Refusal(int position, string fact) =>
        Packed ? new(File, Offset, $"{fact} (byte {position} of the object's data)") : new(File, Offset + position, fact);
}
