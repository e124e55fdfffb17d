using Mlp.Server;

namespace Mlp.Cli.Discovery;

/// <summary>The metadata that one assembly gives to its models: what is said of one class wins over what is said of all.</summary>
internal sealed class DeclaredMetadata
{
    private readonly List<MetadataDeclaration> _sound = [];
    private readonly List<Finding> _findings = [];

    public DeclaredMetadata(Declarations declarations)
    {
        var file = declarations.File.FileName;
        var models = declarations.Models.Select(model => model.Type).OfType<ClrType>().ToHashSet();
        var seen = new HashSet<MetadataDeclaration>();
        foreach (var each in declarations.Metadata)
        {
            if (Check(each, DiscoveryFindings.PlaceOf(file, each.Class), models, seen) is { } finding)
            {
                _findings.Add(finding);
            }
            else
            {
                _sound.Add(each);
            }
        }
    }

    public IReadOnlyList<Finding> Findings => _findings;

    public IReadOnlyDictionary<string, string> Of(ClrType model)
    {
        var metadata = new SortedList<string, string>(StringComparer.Ordinal);
        foreach (var each in _sound.Where(each => each.Class is null).Concat(_sound.Where(each => model.Equals(each.Type))))
        {
            metadata[each.Key!] = each.Value!;
        }

        return metadata;
    }

    private static Finding? Check(MetadataDeclaration metadata, string place, HashSet<ClrType> models, HashSet<MetadataDeclaration> seen) =>
        !Input.IsMetadataKey(metadata.Key) ? DiscoveryFindings.MetadataKeyNotAllowed(place, metadata.Key)
        : !Input.IsText(metadata.Value, Input.MaxMetadataValue) ? DiscoveryFindings.MetadataValueNotAllowed(place, metadata.Key)
        : models.Count == 0 || (metadata.Class is not null && (metadata.Type is null || !models.Contains(metadata.Type))) ? DiscoveryFindings.MetadataOfNoModel(place, metadata.Key)
        : !seen.Add(metadata with { Value = null, Class = null }) ? DiscoveryFindings.MetadataTwice(place, metadata.Key)
        : null;
}
