namespace Mlp.Cli.Discovery;

/// <summary>What one assembly declares.</summary>
/// <param name="Unknown">Attributes that say more than this version of the tool understands.</param>
internal sealed record Declarations(
    AssemblyFile File,
    IReadOnlyList<ModelDeclaration> Models,
    IReadOnlyList<MetadataDeclaration> Metadata,
    IReadOnlyList<string> Unknown);

/// <summary><c>[assembly: MlpModel(…)]</c> as written.</summary>
/// <param name="Class">As the attribute spells it; null where it names none.</param>
/// <param name="Type">The class, where the text names one.</param>
/// <param name="Name">Null where it follows from the class.</param>
internal sealed record ModelDeclaration(string? Class, ClrType? Type, string? Name, bool Standalone, string? Description);

/// <summary><c>[assembly: MlpMetadata(…)]</c> as written.</summary>
/// <param name="Class">The class that is meant, as the attribute spells it; null means all.</param>
internal sealed record MetadataDeclaration(string? Key, string? Value, string? Class, ClrType? Type);
