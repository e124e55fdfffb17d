namespace Mlp;

/// <summary>What the registry keeps of a bundle beside its layer; its digest is the bundle's.</summary>
/// <param name="MediaType"><see cref="BundleFormat.ManifestType"/>.</param>
/// <param name="Layer">The layer, which names its bytes.</param>
/// <param name="Bundle">What the layer holds.</param>
public sealed record BundleManifest(string MediaType, BundleLayer Layer, BundleDescription Bundle);

/// <summary>The one layer of a bundle.</summary>
/// <param name="MediaType"><see cref="BundleFormat.LayerType"/>.</param>
/// <param name="Digest">The sha256 of the stored, compressed bytes.</param>
/// <param name="Size">How many those are.</param>
/// <param name="DiffId">The sha256 of the tar within: what identifies the bundle's content.</param>
/// <param name="DiffSize">The length of that tar.</param>
public sealed record BundleLayer(string MediaType, string Digest, long Size, string DiffId, long DiffSize);

/// <summary>What a bundle holds; it lies within, too.</summary>
/// <param name="FormatVersion"><see cref="BundleFormat.Version"/>.</param>
/// <param name="Runtime">What runs the models: <c>dotnet</c>.</param>
/// <param name="Contract">The contract assembly that the serving side has to bring.</param>
/// <param name="Models">Its models, by name.</param>
public sealed record BundleDescription(int FormatVersion, string Runtime, BundleContract Contract, IReadOnlyList<BundledModel> Models);

/// <summary>The contract assembly, and the lowest version that will do.</summary>
public sealed record BundleContract(string Assembly, string Version);

/// <summary>One model of a bundle; paths are relative to <c>mlp/model/</c>.</summary>
/// <param name="Name">The model type's name.</param>
/// <param name="Class">The class, with its namespace.</param>
/// <param name="Assembly">The assembly that holds the class.</param>
/// <param name="Entry">The published project's own assembly, whose <c>.deps.json</c> says what lies where.</param>
public sealed record BundledModel(string Name, string Class, string Assembly, string Entry);
