namespace Mlp.Oci;

/// <summary>Something said of an image, which lies beside it in the registry.</summary>
/// <param name="Type">What it is; readers ask for it by this.</param>
/// <param name="Content">Its bytes, with their media type.</param>
public sealed record Artifact(string Type, Blob Content)
{
    /// <summary>What else is said of it.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = Descriptor.Nothing;
}
