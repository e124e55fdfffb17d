using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Mlp.Cli.Packages;

/// <summary>The assembly that models and the serving side share.</summary>
internal static class ContractAssembly
{
    public const string Name = "Mlp.Models";

    /// <summary>The version that all of these assemblies can do with, or null where none references it.</summary>
    public static Version? HighestReferencedBy(IEnumerable<string> assemblies) => assemblies.Select(ReferencedBy).Max();

    private static Version? ReferencedBy(string assembly)
    {
        using var file = File.OpenRead(assembly);
        try
        {
            using var image = new PEReader(file);
            return image.HasMetadata ? ReferencedBy(image.GetMetadataReader()) : null;
        }
        catch (BadImageFormatException)
        {
            return null; // A native library for another system, or no library at all: it references nothing.
        }
    }

    private static Version? ReferencedBy(MetadataReader metadata) => metadata.AssemblyReferences
        .Select(metadata.GetAssemblyReference)
        .Where(reference => metadata.StringComparer.Equals(reference.Name, Name))
        .Select(reference => reference.Version)
        .Max();
}
