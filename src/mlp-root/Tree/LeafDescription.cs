using System.Globalization;

namespace Mlp.Root;

/// <summary>TLeaf: one of the values of a branch.</summary>
internal sealed record LeafDescription(string Name, string Title, string ClassName, int Length, int LengthType, bool IsUnsigned, string? CountName)
{
    public static LeafDescription From(Value leaf) => new(
        leaf.TextOf("fName"),
        leaf.TextOf("fTitle"),
        leaf.ClassName ?? "",
        leaf.Int32Of("fLen"),
        leaf.Int32Of("fLenType"),
        leaf.Member("fIsUnsigned")?.Number is true,
        leaf.Member("fLeafCount")?.Target?.TextOf("fName"));

    /// <summary>The sizes that stand in brackets in the title; without the one that another leaf counts.</summary>
    public IReadOnlyList<int> Shape
    {
        get
        {
            var sizes = Title.Split('[').Skip(1).Select(part => part.Split(']')[0])
                .Select(size => int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
                .Where(size => size > 0).ToArray();
            return Shapes.HasSize(sizes, Length) ? sizes : [Length];
        }
    }

    /// <summary>One item of the leaf; null where it is no number.</summary>
    public Decoder? Item => (ClassName, IsUnsigned) switch
    {
        ("TLeafO", _) => new NumberDecoder<bool>(),
        ("TLeafB", false) => new NumberDecoder<sbyte>(),
        ("TLeafB", true) => new NumberDecoder<byte>(),
        ("TLeafS", false) => new NumberDecoder<short>(),
        ("TLeafS", true) => new NumberDecoder<ushort>(),
        ("TLeafI", false) => new NumberDecoder<int>(),
        ("TLeafI", true) => new NumberDecoder<uint>(),
        ("TLeafL" or "TLeafG", false) => new NumberDecoder<long>(),
        ("TLeafL" or "TLeafG", true) => new NumberDecoder<ulong>(),
        ("TLeafF", _) => new NumberDecoder<float>(),
        ("TLeafD", _) => new NumberDecoder<double>(),
        ("TLeafD32", _) => new PackedDecoder<double>(PackedRange.Of(Title) ?? PackedRange.Float),
        ("TLeafF16", _) => new PackedDecoder<float>(PackedRange.Of(Title) ?? PackedRange.Half),
        ("TLeafC", _) => new TextDecoder(),
        _ => null,
    };

    /// <summary>The leaf's whole value in an entry.</summary>
    public Decoder Decoder
    {
        get
        {
            if (Item is not { } item)
            {
                return new UnknownDecoder($"leaves of class {ClassName} are not read");
            }

            var array = Length > 1 && item is not TextDecoder ? new FixedArrayDecoder(item, Shape) : item;
            return CountName is null ? array : new RestDecoder(array, 0);
        }
    }
}
