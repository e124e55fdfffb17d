using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Mlp.Models;

namespace Mlp.Serving.Loading;

/// <summary>The models that the assemblies of a built or published project declare, read from their metadata.</summary>
internal static class DeclaredModels
{
    private const string Dependencies = ".deps.json";

    /// <exception cref="Refusal">There is none.</exception>
    public static IReadOnlyList<ModelClass> In(string folder)
    {
        var assemblies = Directory.GetFiles(folder, "*.dll").Order(StringComparer.Ordinal).ToList();
        var entries = assemblies.Where(file => File.Exists(Path.ChangeExtension(file, null) + Dependencies)).ToList();
        IReadOnlyList<ModelClass> models = [.. entries.SelectMany(entry => Of(entry, entry))];
        if (models.Count == 0)
        {
            models = [.. assemblies.SelectMany(assembly => Of(assembly, entries.Count == 1 ? entries[0] : assembly))];
        }

        return models.Count > 0 ? models : throw ModelFolder.Unusable(
            folder, $"none of its {assemblies.Count} assemblies declares a model",
            "name a folder made by 'dotnet publish' or 'dotnet build' of a project with [assembly: MlpModel(typeof(...))], or a bundle");
    }

    private static IReadOnlyList<ModelClass> Of(string assembly, string entry)
    {
        try
        {
            using var file = File.OpenRead(assembly);
            using var image = new PEReader(file);
            return image.HasMetadata ? Of(image.GetMetadataReader(), assembly, entry) : [];
        }
        catch (BadImageFormatException)
        {
            return []; // A native library, or none: it declares nothing.
        }
    }

    private static List<ModelClass> Of(MetadataReader metadata, string assembly, string entry)
    {
        var models = new List<ModelClass>();
        foreach (var handle in metadata.IsAssembly ? metadata.GetAssemblyDefinition().GetCustomAttributes() : [])
        {
            var attribute = metadata.GetCustomAttribute(handle);
            if (IsDeclaration(metadata, attribute))
            {
                var blob = metadata.GetBlobReader(attribute.Value);
                blob.ReadUInt16(); // The prolog of every attribute.
                var (type, name) = (blob.ReadSerializedString()!, blob.ReadSerializedString());
                models.Add(new(name ?? ModelName.FromClass(type.Split(',')[0]), type, assembly, entry));
            }
        }

        return models;
    }

    private static bool IsDeclaration(MetadataReader metadata, CustomAttribute attribute)
    {
        if (attribute.Constructor.Kind != HandleKind.MemberReference
            || metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent is not { Kind: HandleKind.TypeReference } parent)
        {
            return false;
        }

        var type = metadata.GetTypeReference((TypeReferenceHandle)parent);
        return metadata.StringComparer.Equals(type.Name, nameof(MlpModelAttribute)) && metadata.StringComparer.Equals(type.Namespace, typeof(MlpModelAttribute).Namespace!);
    }
}
