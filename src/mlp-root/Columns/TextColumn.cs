using System.Text;

namespace Mlp.Root;

/// <summary>A text for each value.</summary>
public sealed class TextColumn : Column
{
    private Rented<int> _offsets;
    private Rented<byte> _bytes;

    internal TextColumn() => _offsets.Add(0);

    /// <summary>One more than there are values: the bytes of value i are those from offset i up to offset i + 1.</summary>
    public ReadOnlySpan<int> Offsets => _offsets.Values;

    /// <summary>The texts' bytes, one text behind the other; UTF-8, if anything.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.Values;

    /// <summary>The text of a value.</summary>
    public string Text(int index) => Encoding.UTF8.GetString(Bytes[Offsets[index]..Offsets[index + 1]]);

    internal void Add(ReadOnlySpan<byte> text)
    {
        text.CopyTo(_bytes.Extend(text.Length));
        _offsets.Add(_bytes.Count);
        Count++;
    }

    internal override void Clear()
    {
        _offsets.Clear();
        _offsets.Add(0);
        _bytes.Clear();
        Count = 0;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _offsets.Free();
        _bytes.Free();
        Count = 0;
    }
}
