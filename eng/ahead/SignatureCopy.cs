using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace Mlp.Ahead;

/// <summary>A method's signature as another assembly writes it: the same, with references of its own.</summary>
internal sealed class SignatureCopy(MetadataReader reader, References references) : ISignatureTypeProvider<byte[], object?>
{
    public BlobBuilder Of(MethodDefinition method)
    {
        var signature = method.DecodeSignature(this, null);
        var copy = new BlobBuilder();
        copy.WriteByte(signature.Header.RawValue);
        if (signature.Header.IsGeneric)
        {
            copy.WriteCompressedInteger(signature.GenericParameterCount);
        }

        copy.WriteCompressedInteger(signature.ParameterTypes.Length);
        copy.WriteBytes(signature.ReturnType);
        foreach (var parameter in signature.ParameterTypes)
        {
            copy.WriteBytes(parameter);
        }

        return copy;
    }

    public byte[] GetPrimitiveType(PrimitiveTypeCode typeCode) => [(byte)typeCode];

    public byte[] GetTypeFromDefinition(MetadataReader from, TypeDefinitionHandle handle, byte rawTypeKind) => Type(rawTypeKind, references.Type(new DefinedType(reader, handle)));

    public byte[] GetTypeFromReference(MetadataReader from, TypeReferenceHandle handle, byte rawTypeKind) => Type(rawTypeKind, references.Type(reader, handle));

    public byte[] GetGenericInstantiation(byte[] genericType, ImmutableArray<byte[]> typeArguments) =>
        [(byte)SignatureTypeCode.GenericTypeInstance, .. genericType, .. Compressed(typeArguments.Length), .. typeArguments.SelectMany(static each => each)];

    public byte[] GetGenericTypeParameter(object? genericContext, int index) => [(byte)SignatureTypeCode.GenericTypeParameter, .. Compressed(index)];

    public byte[] GetGenericMethodParameter(object? genericContext, int index) => [(byte)SignatureTypeCode.GenericMethodParameter, .. Compressed(index)];

    public byte[] GetSZArrayType(byte[] elementType) => [(byte)SignatureTypeCode.SZArray, .. elementType];

    public byte[] GetByReferenceType(byte[] elementType) => [(byte)SignatureTypeCode.ByReference, .. elementType];

    public byte[] GetPointerType(byte[] elementType) => [(byte)SignatureTypeCode.Pointer, .. elementType];

    public byte[] GetPinnedType(byte[] elementType) => [(byte)SignatureTypeCode.Pinned, .. elementType];

    public byte[] GetModifiedType(byte[] modifier, byte[] unmodifiedType, bool isRequired) =>
        [(byte)(isRequired ? SignatureTypeCode.RequiredModifier : SignatureTypeCode.OptionalModifier), .. modifier.AsSpan(1), .. unmodifiedType];

    public byte[] GetArrayType(byte[] elementType, ArrayShape shape) => throw new NotSupportedException("no listed method takes an array of several dimensions");

    public byte[] GetFunctionPointerType(MethodSignature<byte[]> signature) => throw new NotSupportedException("no listed method takes a function pointer");

    public byte[] GetTypeFromSpecification(MetadataReader from, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        throw new NotSupportedException("a signature refers to no other");

    private static byte[] Type(byte kind, TypeReferenceHandle type) =>
        [kind == 0 ? (byte)SignatureTypeKind.Class : kind, .. Compressed(CodedIndex.TypeDefOrRefOrSpec(type))];

    private static byte[] Compressed(int value)
    {
        var bytes = new BlobBuilder();
        bytes.WriteCompressedInteger(value);
        return bytes.ToArray();
    }
}
