using System.Globalization;

namespace Mlp.Root;

/// <summary>Double32_t and Float16_t: a range in so many bits, or a shortened mantissa.</summary>
internal sealed class PackedDecoder<T>(PackedRange range) : Decoder
    where T : unmanaged
{
    public override int LeastBytes => range.Factor != 0 || range.Bits == 0 ? 4 : 3;

    public override int FixedBytes => LeastBytes;

    public override Column NewColumn(ColumnBudget budget) => new NumberColumn<T>();

    public override void Read(ref RootCursor cursor, Column into, DecodeState state)
    {
        Add(into, range switch
        {
            { Factor: not 0 } => range.Minimum + (cursor.UInt32() / range.Factor),
            { Bits: 0 } => cursor.Single(),
            _ => Shortened(ref cursor),
        });
    }

    private static void Add(Column into, double value)
    {
        if (into is NumberColumn<double> doubles)
        {
            doubles.Add(value);
        }
        else
        {
            ((NumberColumn<float>)into).Add((float)value);
        }
    }

    private float Shortened(ref RootCursor cursor)
    {
        uint exponent = cursor.UInt8();
        uint mantissa = cursor.UInt16();
        var bits = exponent << 23;
        bits |= (mantissa & ((1u << (range.Bits + 1)) - 1)) << (23 - range.Bits);
        var value = BitConverter.UInt32BitsToSingle(bits);
        return ((1u << (range.Bits + 1)) & mantissa) != 0 ? -value : value;
    }
}

/// <summary>What stands in a member's title as [minimum, maximum, bits].</summary>
internal readonly record struct PackedRange(double Minimum, double Factor, int Bits)
{
    /// <summary>Four bytes of float: Double32_t without a range.</summary>
    public static PackedRange Float { get; }

    /// <summary>Float16_t without a range.</summary>
    public static PackedRange Half { get; } = new(0, 0, 12);

    /// <summary>Null where the title has no range.</summary>
    public static PackedRange? Of(string title)
    {
        // "[n][-1,1,8]": the last bracket that holds more than one part, or a count of bits alone behind the dimensions.
        var end = title.LastIndexOf(']');
        var start = end < 0 ? -1 : title.LastIndexOf('[', end);
        var parts = start < 0 ? [] : title[(start + 1)..end].Split(',');
        if (parts.Length < 2 || Number(parts[0]) is not { } minimum || Number(parts[1]) is not { } maximum)
        {
            return null;
        }

        var bits = parts.Length > 2 && int.TryParse(parts[2].Trim(), CultureInfo.InvariantCulture, out var given) ? given : 32;
        bits = bits is < 2 or > 32 ? 32 : bits;
        if (minimum >= maximum)
        {
            return bits < 15 ? new(0, 0, bits) : null;
        }

        var largest = bits < 32 ? (double)(1UL << bits) : 4294967295.0;
        return new(minimum, largest / (maximum - minimum), bits);
    }

    private static double? Number(string text)
    {
        text = text.Trim().ToUpperInvariant();
        var sign = text.StartsWith('-') ? -1 : 1;
        double? named = text.TrimStart('-') switch
        {
            "PI" => Math.PI,
            "2*PI" or "2PI" or "TWOPI" => 2 * Math.PI,
            "PI/2" => Math.PI / 2,
            "PI/4" => Math.PI / 4,
            _ => null,
        };
        return named is { } value ? sign * value : double.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
