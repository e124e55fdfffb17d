using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Mlp.Cli.Building;

/// <summary>What tells an assembly with models from all others: it declares <c>[assembly: MlpModel]</c>. Read as metadata, in a millisecond.</summary>
internal static class ModelMark
{
    /// <summary>Whether the assembly declares models itself; a file that is missing or no assembly does not.</summary>
    public static bool IsOn(string assembly)
    {
        if (!File.Exists(assembly))
        {
            return false;
        }

        try
        {
            using var file = new PEReader(File.OpenRead(assembly));
            return file.HasMetadata && IsOn(file.GetMetadataReader());
        }
        catch (BadImageFormatException)
        {
            return false;
        }
    }

    private static bool IsOn(MetadataReader metadata) =>
        metadata.IsAssembly && metadata.GetAssemblyDefinition().GetCustomAttributes().Any(attribute => IsMark(metadata, metadata.GetCustomAttribute(attribute)));

    private static bool IsMark(MetadataReader metadata, CustomAttribute attribute) =>
        attribute.Constructor.Kind == HandleKind.MemberReference
        && metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent is { Kind: HandleKind.TypeReference } parent
        && metadata.GetTypeReference((TypeReferenceHandle)parent) is var type
        && metadata.StringComparer.Equals(type.Name, "MlpModelAttribute")
        && metadata.StringComparer.Equals(type.Namespace, "Mlp.Models");
}
