using System.Reflection.Metadata;

namespace Mlp.Cli.Discovery;

/// <summary>Reads the attributes by which an assembly declares models.</summary>
internal static class DeclarationReader
{
    private const string ModelAttribute = "MlpModelAttribute";
    private const string MetadataAttribute = "MlpMetadataAttribute";
    private const string Standalone = "Standalone";
    private const string Description = "Description";
    private const string Model = "Model";

    /// <exception cref="BadImageFormatException">The metadata is damaged.</exception>
    public static Declarations Read(AssemblyFile file)
    {
        var (models, metadata, unknown) = (new List<ModelDeclaration>(), new List<MetadataDeclaration>(), new List<string>());
        foreach (var handle in file.Reader.GetAssemblyDefinition().GetCustomAttributes())
        {
            var attribute = file.Reader.GetCustomAttribute(handle);
            if (attribute.Constructor.Kind != HandleKind.MemberReference)
            {
                continue;
            }

            var constructor = file.Reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor);
            switch (NameOf(file, constructor.Parent))
            {
                case ModelAttribute:
                    var declared = AttributeBlob.Read(file.Reader, attribute, constructor);
                    models.Add(ToModel(declared, file.Scope));
                    unknown.AddRange(Unknown(declared, "MlpModel", Standalone, Description));
                    break;
                case MetadataAttribute:
                    var said = AttributeBlob.Read(file.Reader, attribute, constructor);
                    metadata.Add(ToMetadata(said, file.Scope));
                    unknown.AddRange(Unknown(said, "MlpMetadata", Model));
                    break;
            }
        }

        return new(file, models, metadata, unknown);
    }

    private static ModelDeclaration ToModel(AttributeBlob blob, AssemblyScope home) => new(
        blob.First,
        blob.First is null ? null : SerializedType.Read(blob.First, home),
        blob.Second,
        blob.Named.GetValueOrDefault(Standalone) is true,
        blob.Named.GetValueOrDefault(Description) as string);

    private static MetadataDeclaration ToMetadata(AttributeBlob blob, AssemblyScope home)
    {
        var model = blob.Named.GetValueOrDefault(Model) as string;
        return new(blob.First, blob.Second, model, model is null ? null : SerializedType.Read(model, home));
    }

    private static IEnumerable<string> Unknown(AttributeBlob blob, string attribute, params string[] known) =>
        blob.Named.Keys.Except(known).Select(name => $"'{Visible.Text(name)}'").Concat(blob.Unknown is { } other ? [other] : [])
            .Select(what => $"{attribute} has {what}");

    private static string? NameOf(AssemblyFile file, EntityHandle parent)
    {
        if (parent.Kind != HandleKind.TypeReference)
        {
            return null;
        }

        var type = file.Reader.GetTypeReference((TypeReferenceHandle)parent);
        var isOurs = type.ResolutionScope.Kind == HandleKind.AssemblyReference
            && file.Reader.StringComparer.Equals(type.Namespace, "Mlp.Models")
            && file.ScopeOf((AssemblyReferenceHandle)type.ResolutionScope).Name == AssemblyScope.ModelContracts;
        return isOurs ? file.Reader.GetString(type.Name) : null;
    }
}
