namespace Mlp.Cli.Packages;

/// <summary>A bundle as files of this machine.</summary>
/// <param name="Digest">The manifest's digest: the bundle's, as a release records it.</param>
/// <param name="Manifest">The manifest.</param>
/// <param name="ManifestFile">Its bytes.</param>
/// <param name="LayerFile">The layer's bytes.</param>
/// <param name="LeftOut">What was published but does not belong into a bundle.</param>
internal sealed record PackedBundle(Digest Digest, BundleManifest Manifest, string ManifestFile, string LayerFile, IReadOnlyList<LeftOutFile> LeftOut)
{
    /// <summary>The sha256 of the uncompressed tar, which tells whether two bundles hold the same.</summary>
    public Digest DiffId => Digest.Parse(Manifest.Layer.DiffId);

    /// <summary>Brings the bundle to the registry, unless it is there: the layer first, then the manifest that names it.</summary>
    public async Task<Digest> Push(Client client, IProgress<TransferProgress>? progress, Ct ct)
    {
        await client.Blobs.UploadAsync(LayerFile, Digest.Parse(Manifest.Layer.Digest), progress, ct);
        await client.Blobs.UploadAsync(ManifestFile, Digest, progress: null, ct);
        return Digest;
    }
}
