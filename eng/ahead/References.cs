using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace Mlp.Ahead;

/// <summary>Refers to types and methods of other assemblies.</summary>
internal sealed class References(MetadataBuilder metadata, Assemblies all, Reach reach)
{
    /// <summary>Under this name the compiler takes a type for what all references share.</summary>
    private const string SharedAssembly = "System.Private.Canon";

    private static readonly Dictionary<string, PrimitiveTypeCode> Primitives = new(StringComparer.Ordinal)
    {
        ["bool"] = PrimitiveTypeCode.Boolean,
        ["byte"] = PrimitiveTypeCode.SByte,
        ["ubyte"] = PrimitiveTypeCode.Byte,
        ["short"] = PrimitiveTypeCode.Int16,
        ["ushort"] = PrimitiveTypeCode.UInt16,
        ["char"] = PrimitiveTypeCode.Char,
        ["int"] = PrimitiveTypeCode.Int32,
        ["uint"] = PrimitiveTypeCode.UInt32,
        ["long"] = PrimitiveTypeCode.Int64,
        ["ulong"] = PrimitiveTypeCode.UInt64,
        ["float"] = PrimitiveTypeCode.Single,
        ["double"] = PrimitiveTypeCode.Double,
        ["nint"] = PrimitiveTypeCode.IntPtr,
        ["nuint"] = PrimitiveTypeCode.UIntPtr,
    };

    private readonly Dictionary<string, AssemblyReferenceHandle> _assemblies = new(StringComparer.Ordinal);
    private readonly Dictionary<(EntityHandle Scope, string Space, string Name), TypeReferenceHandle> _types = [];

    /// <summary>A method with what it is generic over; null where a type of that is not there, or out of reach.</summary>
    public EntityHandle? Method(DefinedType owner, MethodDefinition definition, Instantiation method)
    {
        if (!reach.Has(owner) || !CanName(method.Owner.Arguments) || !CanName(method.Arguments))
        {
            return null;
        }

        EntityHandle reference = metadata.AddMemberReference(Owner(owner, method.Owner), metadata.GetOrAddString(method.Method), metadata.GetOrAddBlob(new SignatureCopy(owner.Reader, this).Of(definition)));
        if (method.Arguments.Length == 0)
        {
            return reference;
        }

        var instantiation = new BlobBuilder();
        var arguments = new BlobEncoder(instantiation).MethodSpecificationSignature(method.Arguments.Length);
        foreach (var argument in method.Arguments)
        {
            Write(arguments.AddArgument().Builder, argument);
        }

        return metadata.AddMethodSpecification(reference, metadata.GetOrAddBlob(instantiation));
    }

    public TypeReferenceHandle Type(DefinedType type)
    {
        var (reader, definition) = (type.Reader, type.Definition);
        return definition.IsNested
            ? Reference(Type(new(reader, definition.GetDeclaringType())), "", reader.GetString(definition.Name))
            : Reference(Assembly(reader.GetString(reader.GetAssemblyDefinition().Name), reader.GetAssemblyDefinition().Version), reader.GetString(definition.Namespace), reader.GetString(definition.Name));
    }

    public TypeReferenceHandle Type(MetadataReader reader, TypeReferenceHandle handle)
    {
        var type = reader.GetTypeReference(handle);
        EntityHandle scope = type.ResolutionScope.Kind == HandleKind.TypeReference
            ? Type(reader, (TypeReferenceHandle)type.ResolutionScope)
            : reader.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope) is var from ? Assembly(reader.GetString(from.Name), from.Version) : default;
        return Reference(scope, reader.GetString(type.Namespace), reader.GetString(type.Name));
    }

    private bool CanName(IEnumerable<TypeName> types) => types.All(type => CanName(type) && CanName(type.Arguments));

    private bool CanName(TypeName type) => type.Name == TypeName.Shared.Name || Primitives.ContainsKey(type.Name) || (all.Find(type.Name) is [var found, ..] && reach.Has(found));

    private EntityHandle Owner(DefinedType type, TypeName name)
    {
        if (name.Arguments.Length == 0)
        {
            return Type(type);
        }

        var instantiation = new BlobBuilder();
        Write(instantiation, name, type);
        return metadata.AddTypeSpecification(metadata.GetOrAddBlob(instantiation));
    }

    private void Write(BlobBuilder to, TypeName type)
    {
        for (var i = 0; i < type.Arrays; i++)
        {
            to.WriteByte((byte)SignatureTypeCode.SZArray);
        }

        if (Primitives.TryGetValue(type.Name, out var primitive) || (type.Name.StartsWith("System.", StringComparison.Ordinal) && Enum.TryParse(type.Name["System.".Length..], out primitive)))
        {
            to.WriteByte((byte)primitive);
        }
        else if (type.Name == TypeName.Shared.Name)
        {
            Write(to, SignatureTypeKind.Class, Reference(Assembly(SharedAssembly, new(0, 0, 0, 0)), "System", "__Canon"));
        }
        else
        {
            Write(to, type, all.Find(type.Name)[0]);
        }
    }

    private void Write(BlobBuilder to, TypeName name, DefinedType type)
    {
        if (name.Arguments.Length > 0)
        {
            to.WriteByte((byte)SignatureTypeCode.GenericTypeInstance);
        }

        Write(to, type.IsValueType ? SignatureTypeKind.ValueType : SignatureTypeKind.Class, Type(type));
        if (name.Arguments.Length > 0)
        {
            to.WriteCompressedInteger(name.Arguments.Length);
            Array.ForEach(name.Arguments, argument => Write(to, argument));
        }
    }

    private static void Write(BlobBuilder to, SignatureTypeKind kind, TypeReferenceHandle type)
    {
        to.WriteByte((byte)kind);
        to.WriteCompressedInteger(CodedIndex.TypeDefOrRefOrSpec(type));
    }

    private AssemblyReferenceHandle Assembly(string name, Version version) =>
        _assemblies.TryGetValue(name, out var known) ? known : _assemblies[name] = metadata.AddAssemblyReference(metadata.GetOrAddString(name), version, default, default, default, default);

    private TypeReferenceHandle Reference(EntityHandle scope, string space, string name) => _types.TryGetValue((scope, space, name), out var known)
        ? known
        : _types[(scope, space, name)] = metadata.AddTypeReference(scope, metadata.GetOrAddString(space), metadata.GetOrAddString(name));
}
