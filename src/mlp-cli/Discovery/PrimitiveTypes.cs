using System.Reflection.Metadata;

namespace Mlp.Cli.Discovery;

/// <summary>The types that C# has a word for and signatures a byte.</summary>
internal static class PrimitiveTypes
{
    private static readonly PrimitiveType[] All =
    [
        new(SignatureTypeCode.Void, "void", "Void"),
        new(SignatureTypeCode.Boolean, "bool", "Boolean"),
        new(SignatureTypeCode.Char, "char", "Char"),
        new(SignatureTypeCode.SByte, "sbyte", "SByte"),
        new(SignatureTypeCode.Byte, "byte", "Byte"),
        new(SignatureTypeCode.Int16, "short", "Int16"),
        new(SignatureTypeCode.UInt16, "ushort", "UInt16"),
        new(SignatureTypeCode.Int32, "int", "Int32"),
        new(SignatureTypeCode.UInt32, "uint", "UInt32"),
        new(SignatureTypeCode.Int64, "long", "Int64"),
        new(SignatureTypeCode.UInt64, "ulong", "UInt64"),
        new(SignatureTypeCode.Single, "float", "Single"),
        new(SignatureTypeCode.Double, "double", "Double"),
        new(SignatureTypeCode.String, "string", "String"),
        new(SignatureTypeCode.IntPtr, "nint", "IntPtr"),
        new(SignatureTypeCode.UIntPtr, "nuint", "UIntPtr"),
        new(SignatureTypeCode.Object, "object", "Object"),
    ];

    public static PrimitiveType? Of(SignatureTypeCode code) => Array.Find(All, each => each.Code == code);

    public static PrimitiveType? Of(NamedType type) =>
        type.Scope.IsFramework && type.Is("System", type.Path[^1]) ? Array.Find(All, each => each.ClrName == type.Path[0]) : null;
}
