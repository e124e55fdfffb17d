namespace Mlp.Cli.Discovery;

/// <summary>A model as an assembly declares it: a class that can be created and predicts.</summary>
/// <param name="Name">The model type's name, given or made from the class.</param>
/// <param name="Class">The class as reflection spells it: with namespace, nested classes as <c>Outer+Inner</c>.</param>
/// <param name="Assembly">The file that holds the class, without its folder.</param>
/// <param name="DeclaredIn">The file that declares it as a model: the same one, or one that references it.</param>
/// <param name="Metadata">Sorted by key.</param>
/// <param name="Input">What a prediction takes, as C# writes it.</param>
/// <param name="Output">What it answers, likewise.</param>
internal sealed record DiscoveredModel(
    string Name,
    string Class,
    string Assembly,
    string DeclaredIn,
    bool Standalone,
    string? Description,
    IReadOnlyDictionary<string, string> Metadata,
    string Input,
    string Output)
{
    /// <summary>Where findings about the model point to.</summary>
    public string Place => DiscoveryFindings.PlaceOf(DeclaredIn, Class);
}
