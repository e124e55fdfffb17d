using System.Reflection.Metadata;

namespace Mlp.Ahead;

/// <summary>
/// Which types code in an assembly can name, and so be compiled over: its own, those it refers to, and all of the assemblies that the compiler may
/// inline. It does not end when it is asked for another.
/// </summary>
internal sealed class Reach(MetadataReader assembly, IReadOnlyList<string> inlined)
{
    private readonly HashSet<string> _referred = [.. assembly.TypeReferences.Select(assembly.GetTypeReference).Where(type => type.ResolutionScope.Kind == HandleKind.AssemblyReference)
        .Select(type => $"{assembly.GetString(type.Namespace)}.{assembly.GetString(type.Name)}")];

    public bool Has(DefinedType type) =>
        type.Reader == assembly || _referred.Contains(type.Name) || inlined.Contains(type.Reader.GetString(type.Reader.GetAssemblyDefinition().Name), StringComparer.Ordinal);
}
