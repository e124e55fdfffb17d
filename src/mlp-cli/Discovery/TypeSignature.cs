using System.Reflection.Metadata;

namespace Mlp.Cli.Discovery;

/// <summary>Types as metadata spells them (ECMA-335, II.23.2.12).</summary>
/// <remarks>
/// The framework has a decoder, but it sets memory aside by counts that stand in the file and recurses as deep as the file says; a stack
/// that overflows ends the process. Here a type costs no more than its bytes, and depth is bounded.
/// </remarks>
internal static class TypeSignature
{
    private const int MaxDepth = 100;

    /// <exception cref="BadImageFormatException">The metadata is damaged.</exception>
    public static ClrType Read(AssemblyFile file, EntityHandle handle)
    {
        if (handle.Kind != HandleKind.TypeSpecification)
        {
            return Named(file, handle);
        }

        var blob = file.Reader.GetBlobReader(file.Reader.GetTypeSpecification((TypeSpecificationHandle)handle).Signature);
        return Read(file, ref blob, depth: 0);
    }

    private static ClrType Read(AssemblyFile file, ref BlobReader blob, int depth)
    {
        Descend(depth);
        var code = (SignatureTypeCode)blob.ReadByte();
        return code switch
        {
            SignatureTypeCode.OptionalModifier or SignatureTypeCode.RequiredModifier => Unmodified(file, ref blob, depth),
            SignatureTypeCode.SZArray => new ArrayType(Read(file, ref blob, depth + 1), 1),
            SignatureTypeCode.Array => Array(file, ref blob, depth),
            SignatureTypeCode.Pointer => new PointerType(Read(file, ref blob, depth + 1)),
            SignatureTypeCode.GenericTypeParameter => new GenericParameter(blob.ReadCompressedInteger()),
            SignatureTypeCode.GenericTypeInstance => Constructed(file, ref blob, depth),
            (SignatureTypeCode)SignatureTypeKind.Class or (SignatureTypeCode)SignatureTypeKind.ValueType => Named(file, blob.ReadTypeHandle()),
            _ => PrimitiveTypes.Of(code) ?? throw new BadImageFormatException($"no type starts with the byte {(byte)code:x2} here"),
        };
    }

    private static ClrType Unmodified(AssemblyFile file, ref BlobReader blob, int depth)
    {
        _ = blob.ReadTypeHandle();
        return Read(file, ref blob, depth + 1);
    }

    private static ArrayType Array(AssemblyFile file, ref BlobReader blob, int depth)
    {
        var element = Read(file, ref blob, depth + 1);
        var rank = blob.ReadCompressedInteger();
        for (var lists = 0; lists < 2; lists++)
        {
            // Sizes, then lower bounds: C# writes neither.
            for (var left = blob.ReadCompressedInteger(); left > 0; left--)
            {
                _ = blob.ReadCompressedInteger();
            }
        }

        return rank is >= 1 and <= 32 ? new(element, rank) : throw new BadImageFormatException($"an array has {rank} dimensions");
    }

    private static NamedType Constructed(AssemblyFile file, ref BlobReader blob, int depth)
    {
        _ = blob.ReadByte();
        var definition = Named(file, blob.ReadTypeHandle());
        var count = blob.ReadCompressedInteger();
        var arguments = new List<ClrType>();
        while (arguments.Count < count)
        {
            arguments.Add(Read(file, ref blob, depth + 1));
        }

        return definition.Of(arguments);
    }

    // Not by a further specification: one that names itself would never end.
    private static NamedType Named(AssemblyFile file, EntityHandle handle) => handle.Kind switch
    {
        HandleKind.TypeDefinition => Defined(file, (TypeDefinitionHandle)handle),
        HandleKind.TypeReference => Referenced(file, (TypeReferenceHandle)handle, depth: 0),
        _ => throw new BadImageFormatException($"{handle.Kind} stands for a class"),
    };

    private static NamedType Defined(AssemblyFile file, TypeDefinitionHandle handle)
    {
        var (path, outer) = (new List<string>(), file.Reader.GetTypeDefinition(handle));
        path.Add(file.Reader.GetString(outer.Name));
        while (outer.GetDeclaringType() is { IsNil: false } enclosing)
        {
            Descend(path.Count);
            outer = file.Reader.GetTypeDefinition(enclosing);
            path.Insert(0, file.Reader.GetString(outer.Name));
        }

        return new(file.Scope, file.Reader.GetString(outer.Namespace), path, []);
    }

    private static NamedType Referenced(AssemblyFile file, TypeReferenceHandle handle, int depth)
    {
        Descend(depth);
        var reference = file.Reader.GetTypeReference(handle);
        var name = file.Reader.GetString(reference.Name);
        return reference.ResolutionScope switch
        {
            { Kind: HandleKind.TypeReference } outer when Referenced(file, (TypeReferenceHandle)outer, depth + 1) is var enclosing =>
                new(enclosing.Scope, enclosing.Namespace, [.. enclosing.Path, name], []),
            { Kind: HandleKind.AssemblyReference } other =>
                new(file.ScopeOf((AssemblyReferenceHandle)other), file.Reader.GetString(reference.Namespace), [name], []),
            { Kind: HandleKind.ModuleDefinition } => new(file.Scope, file.Reader.GetString(reference.Namespace), [name], []),
            _ => throw new BadImageFormatException($"the class {Visible.Text(name)} is looked for in no assembly"),
        };
    }

    private static void Descend(int depth)
    {
        if (depth > MaxDepth)
        {
            throw new BadImageFormatException($"types are nested more than {MaxDepth} deep");
        }
    }
}
