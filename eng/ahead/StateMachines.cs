using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace Mlp.Ahead;

/// <summary>
/// What the asynchronous methods of an assembly run in: a class of the framework, generic over each method's own structure. The compiler makes its
/// constructors by itself, but not what is called through the framework alone.
/// </summary>
internal static class StateMachines
{
    public const string Box = "System.Runtime.CompilerServices.AsyncTaskMethodBuilder`1+AsyncStateMachineBox`1";
    private const string Machine = "IAsyncStateMachine";
    private const string Builder = "<>t__builder";
    private static readonly TypeName Nothing = new("System.Threading.Tasks.VoidTaskResult", []);
    private static readonly (string Name, int Parameters)[] Methods = [("MoveNext", 0), ("MoveNext", 1), (".cctor", 0), ("ExecutionContextCallback", 1), ("ClearStateUponCompletion", 0), ("ExecuteFromThreadPool", 1)];

    public static IEnumerable<Instantiation> In(MetadataReader reader, Assemblies all) =>
        from type in reader.TypeDefinitions.Select(handle => new DefinedType(reader, handle))
        where type.IsValueType && type.Definition.GetInterfaceImplementations().Any(each => IsMachine(reader, each))
        let box = new TypeName(Box, [Result(type, all), new(type.Name, [.. type.Definition.GetGenericParameters().Select(_ => TypeName.Shared)])])
        from method in Methods
        select new Instantiation(box, method.Name, [], method.Parameters);

    private static bool IsMachine(MetadataReader reader, InterfaceImplementationHandle handle) =>
        reader.GetInterfaceImplementation(handle).Interface is { Kind: HandleKind.TypeReference } of && reader.GetString(reader.GetTypeReference((TypeReferenceHandle)of).Name) == Machine;

    // All references share one code; and what is generic is taken to be over references.
    private static TypeName Result(DefinedType type, Assemblies all)
    {
        var builder = type.Definition.GetFields().Select(type.Reader.GetFieldDefinition).Single(field => type.Reader.GetString(field.Name) == Builder);
        return builder.DecodeSignature(new Shapes(all), null) is { Arguments: [var result] } ? result : Nothing;
    }

    /// <summary>Types as the runtime tells them apart.</summary>
    private sealed class Shapes(Assemblies all) : ISignatureTypeProvider<TypeName, object?>
    {
        public TypeName GetGenericInstantiation(TypeName genericType, ImmutableArray<TypeName> typeArguments) =>
            genericType == TypeName.Shared ? genericType : genericType with { Arguments = [.. typeArguments] };

        public TypeName GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode is PrimitiveTypeCode.Object or PrimitiveTypeCode.String ? TypeName.Shared : new($"System.{typeCode}", []);

        public TypeName GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => Of(new DefinedType(reader, handle).Name);

        public TypeName GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => Of(NameOf(reader, handle));

        public TypeName GetSZArrayType(TypeName elementType) => TypeName.Shared;

        public TypeName GetArrayType(TypeName elementType, ArrayShape shape) => TypeName.Shared;

        public TypeName GetGenericTypeParameter(object? genericContext, int index) => TypeName.Shared;

        public TypeName GetGenericMethodParameter(object? genericContext, int index) => TypeName.Shared;

        public TypeName GetModifiedType(TypeName modifier, TypeName unmodifiedType, bool isRequired) => unmodifiedType;

        public TypeName GetByReferenceType(TypeName elementType) => throw new NotSupportedException("no method gives a reference later");

        public TypeName GetPointerType(TypeName elementType) => throw new NotSupportedException("no method gives a pointer later");

        public TypeName GetPinnedType(TypeName elementType) => throw new NotSupportedException("no field is pinned");

        public TypeName GetFunctionPointerType(MethodSignature<TypeName> signature) => throw new NotSupportedException("no method gives a function pointer later");

        public TypeName GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
            throw new NotSupportedException("a signature refers to no other");

        private TypeName Of(string name) => all.Find(name) is [{ IsValueType: true }, ..] ? new(name, []) : TypeName.Shared;

        private static string NameOf(MetadataReader reader, TypeReferenceHandle handle) => reader.GetTypeReference(handle) switch
        {
            { ResolutionScope.Kind: HandleKind.TypeReference } nested => $"{NameOf(reader, (TypeReferenceHandle)nested.ResolutionScope)}+{reader.GetString(nested.Name)}",
            var type => $"{reader.GetString(type.Namespace)}.{reader.GetString(type.Name)}",
        };
    }
}
