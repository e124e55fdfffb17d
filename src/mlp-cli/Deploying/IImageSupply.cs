using Mlp.Wire;

namespace Mlp.Cli.Deploying;

/// <summary>Gives the images that pairs run from, on targets that run images.</summary>
internal interface IImageSupply // ImageBuilder, GivenImages; ImagesAhead around them
{
    /// <summary>The image of the pair, which is in its repository when this answers.</summary>
    /// <param name="pair">The pair.</param>
    /// <param name="refresh">Whether to take the newest base and serving layer in place of those that the pair runs on.</param>
    /// <param name="ct">Cancels.</param>
    Task<SuppliedImage> Push(Pair pair, bool refresh, Ct ct);
}

/// <summary>An image that can be run.</summary>
/// <param name="Reference">By digest: <c>registry.example.org/models/beam/weights@sha256:…</c>.</param>
/// <param name="Serving">The digest of its serving layer's content.</param>
/// <param name="Base">The digest of the base image.</param>
/// <param name="IsUnchanged">Whether the repository had it already.</param>
internal sealed record SuppliedImage(string Reference, string Serving, string? Base, bool IsUnchanged);
