using System.Diagnostics.CodeAnalysis;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Mlp.Ahead;

/// <summary>A type where it is defined.</summary>
internal readonly record struct DefinedType(MetadataReader Reader, TypeDefinitionHandle Handle)
{
    public TypeDefinition Definition => Reader.GetTypeDefinition(Handle);

    public string Name => Definition switch
    {
        { IsNested: true } nested => $"{new DefinedType(Reader, nested.GetDeclaringType()).Name}+{Reader.GetString(nested.Name)}",
        { Namespace.IsNil: true } global => Reader.GetString(global.Name),
        var type => $"{Reader.GetString(type.Namespace)}.{Reader.GetString(type.Name)}",
    };

    public bool IsValueType => Name != "System.Enum" && Definition.BaseType switch
    {
        { IsNil: true } => null,
        { Kind: HandleKind.TypeReference } reference => Reader.GetString(Reader.GetTypeReference((TypeReferenceHandle)reference).Name),
        { Kind: HandleKind.TypeDefinition } own => Reader.GetString(Reader.GetTypeDefinition((TypeDefinitionHandle)own).Name),
        _ => null,
    } is "ValueType" or "Enum";
}

/// <summary>All types of some assemblies, by name.</summary>
internal sealed class Assemblies
{
    private readonly Dictionary<string, List<DefinedType>> _types = new(StringComparer.Ordinal);

    /// <summary>Adds an assembly; null where the file is none.</summary>
    [SuppressMessage("Reliability", "CA2000", Justification = "What is found points into the file as long as the program runs.")]
    public MetadataReader? Add(string file)
    {
        var image = new PEReader(new MemoryStream(File.ReadAllBytes(file)));
        if (!image.HasMetadata || image.GetMetadataReader() is not { IsAssembly: true } reader)
        {
            return null;
        }

        foreach (var type in reader.TypeDefinitions.Select(handle => new DefinedType(reader, handle)))
        {
            if (!_types.TryGetValue(type.Name, out var same))
            {
                _types[type.Name] = same = [];
            }

            same.Add(type);
        }

        return reader;
    }

    /// <summary>The types of a name: private ones may share it.</summary>
    public IReadOnlyList<DefinedType> Find(string name) => _types.TryGetValue(name, out var found) ? found : [];
}
