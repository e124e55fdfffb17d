namespace Mlp.Root;

/// <summary>Numbers, by the codes of streamers and by the names of C++.</summary>
internal static class BasicTypes
{
    /// <summary>Null where the code is no number's.</summary>
    public static Decoder? OfMember(int code, string title) => code switch
    {
        1 or 10 => new NumberDecoder<sbyte>(),
        2 => new NumberDecoder<short>(),
        3 or 6 => new NumberDecoder<int>(),
        4 or 16 => new NumberDecoder<long>(),
        5 => new NumberDecoder<float>(),
        8 => new NumberDecoder<double>(),
        9 => new PackedDecoder<double>(PackedRange.Of(title) ?? PackedRange.Float),
        11 => new NumberDecoder<byte>(),
        12 => new NumberDecoder<ushort>(),
        13 => new NumberDecoder<uint>(),
        14 or 17 => new NumberDecoder<ulong>(),
        15 => new ObjectBitsDecoder(),
        18 => new NumberDecoder<bool>(),
        19 => new PackedDecoder<float>(PackedRange.Of(title) ?? PackedRange.Half),
        _ => null,
    };

    /// <summary>Null where the name is no number's.</summary>
    public static Decoder? OfName(string name) => CodeOf(name) is var code and > 0 ? OfMember(code, "") : null;

    private static int CodeOf(string name) => name switch
    {
        "char" or "signed char" or "Char_t" or "int8_t" => 1,
        "short" or "Short_t" or "int16_t" or "short int" => 2,
        "int" or "Int_t" or "int32_t" or "signed int" => 3,
        "long" or "Long_t" or "long int" or "long long" or "Long64_t" or "int64_t" => 16,
        "float" or "Float_t" => 5,
        "double" or "Double_t" => 8,
        "Double32_t" => 9,
        "unsigned char" or "UChar_t" or "uint8_t" or "byte" => 11,
        "unsigned short" or "UShort_t" or "uint16_t" => 12,
        "unsigned int" or "unsigned" or "UInt_t" or "uint32_t" => 13,
        "unsigned long" or "unsigned long long" or "ULong_t" or "ULong64_t" or "uint64_t" or "size_t" => 17,
        "bool" or "Bool_t" => 18,
        "Float16_t" => 19,
        _ => 0,
    };
}
