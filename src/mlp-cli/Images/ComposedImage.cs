using Mlp.Cli.Deploying;
using Mlp.Oci;
using Mlp.Wire;

namespace Mlp.Cli.Images;

/// <summary>An image, and what it stands on.</summary>
/// <param name="Image">The image.</param>
/// <param name="Serving">The digest of its serving layer's content.</param>
/// <param name="Base">The digest of its base.</param>
/// <param name="Version">The version of the model type.</param>
internal sealed record ComposedImage(Image Image, string Serving, string? Base, ModelTypeVersion Version)
{
    public SuppliedImage Supplied(string reference, bool isUnchanged) => new(reference, Serving, Base, isUnchanged);
}
