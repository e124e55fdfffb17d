namespace Mlp.Serving.Loading;

/// <summary>What <c>mlp-bundle.json</c> says; docs/formats/bundle.md describes it.</summary>
internal sealed record BundleDescription(int FormatVersion, string Runtime, BundleContract Contract, IReadOnlyList<BundledModel> Models);

/// <summary>The lowest version of the contract assembly that will do.</summary>
internal sealed record BundleContract(string Assembly, string Version);

/// <summary>One model; paths are relative to the folder.</summary>
internal sealed record BundledModel(string Name, string Class, string Assembly, string Entry);
