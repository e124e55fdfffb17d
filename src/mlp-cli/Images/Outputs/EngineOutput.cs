using Mlp.Oci;

namespace Mlp.Cli.Images.Outputs;

/// <summary>A Docker Engine, which gets the image over its socket and needs no registry for it.</summary>
internal sealed class EngineOutput(string socket, Platform platform, bool replaces) : IImageOutput, IDisposable
{
    private readonly DockerClient _engine = new(socket);

    public string Place => socket;

    public async Task<ImageOutcome> Write(Image image, ImageReference name, Ct ct)
    {
        // Engines call an image by its configuration, or by its manifest where containerd keeps it.
        var manifest = image.ManifestFor(platform);
        var there = await _engine.Images.FindId(name, ct);
        if (there is not null && (there == manifest.Config.Descriptor.Digest || there == manifest.Descriptor.Digest))
        {
            return ImageOutcome.Unchanged;
        }

        if (there is not null && !replaces)
        {
            throw ImageErrors.AnotherImage($"the engine at '{socket}'", $"{name}", $"{there}");
        }

        await _engine.Load(image, platform, [name], ct);
        return there is null ? ImageOutcome.Written : ImageOutcome.Replaced;
    }

    public void Dispose() => _engine.Dispose();
}
