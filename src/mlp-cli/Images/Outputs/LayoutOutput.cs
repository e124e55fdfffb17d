using Mlp.Oci;

namespace Mlp.Cli.Images.Outputs;

/// <summary>An OCI layout: images lie beside each other, with all platforms, and share their layers.</summary>
internal sealed class LayoutOutput(string folder, bool replaces) : IImageOutput
{
    public string Place => folder;

    public async Task<ImageOutcome> Write(Image image, ImageReference name, Ct ct)
    {
        var layout = await Open(ct);
        var there = (await Image.Find(layout, Tag(name), ct))?.Digest;
        if (there == image.Digest)
        {
            return ImageOutcome.Unchanged;
        }

        if (there is not null && !replaces)
        {
            throw ImageErrors.AnotherImage($"'{folder}'", Tag(name), $"{there}");
        }

        await layout.Add(image, Tag(name), ct);
        return there is null ? ImageOutcome.Written : ImageOutcome.Replaced;
    }

    // The repository's last parts tell pairs apart; where they would be pushed to is nothing to a folder.
    private static string Tag(ImageReference name) => $"{string.Join('/', name.Repository.Split('/')[^2..])}:{name.Tag}";

    private async Task<OciLayout> Open(Ct ct)
    {
        try
        {
            return await OciLayout.OpenOrCreate(folder, ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ImageErrors.NotWritten(folder, e);
        }
    }
}
