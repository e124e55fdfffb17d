namespace Mlp.Root;

/// <summary>Types of branches, for people.</summary>
internal static class TypeNames
{
    /// <summary>Null where the decoder says too little.</summary>
    public static string? Of(Decoder decoder) => OfDecoder(decoder) is { Length: > 0 } name ? name : null;

    private static string OfDecoder(Decoder decoder) => decoder switch
    {
        NumberDecoder<bool> => "bool",
        NumberDecoder<sbyte> => "int8_t",
        NumberDecoder<byte> => "uint8_t",
        NumberDecoder<short> => "int16_t",
        NumberDecoder<ushort> => "uint16_t",
        NumberDecoder<int> => "int32_t",
        NumberDecoder<uint> => "uint32_t",
        NumberDecoder<long> => "int64_t",
        NumberDecoder<ulong> => "uint64_t",
        NumberDecoder<float> => "float",
        NumberDecoder<double> => "double",
        PackedDecoder<double> => "Double32_t",
        PackedDecoder<float> => "Float16_t",
        TextDecoder or StringBranchDecoder => "string",
        CharStarDecoder => "char*",
        ObjectBitsDecoder => "uint32_t",
        FixedArrayDecoder array => Suffixed(OfDecoder(array.Item), string.Concat(array.Shape.Select(size => $"[{size}]"))),
        RestDecoder rest => Suffixed(OfDecoder(rest.Item), "[]"),
        CollectionDecoder collection => OfDecoder(collection.Item) is { Length: > 0 } item ? $"{collection.Kind}<{item}>" : "",
        ClassDecoder objects => objects.ClassName,
        WholeObjectDecoder whole => whole.Objects.ClassName,
        _ => "",
    };

    private static string Suffixed(string name, string suffix) =>
        name.Length == 0 ? "" : name.IndexOf('[', StringComparison.Ordinal) is var bracket and >= 0 && !name.Contains('<', StringComparison.Ordinal) ? name.Insert(bracket, suffix) : name + suffix;
}
