using Mlp.Oci;

namespace Mlp.Cli.Images.Outputs;

/// <summary>One file that <c>docker load</c>, podman and containerd read: one image for one platform.</summary>
internal sealed class ArchiveOutput(string file, Platform platform, bool replaces) : IImageOutput
{
    public string Place => file;

    public async Task<ImageOutcome> Write(Image image, ImageReference name, Ct ct)
    {
        var isThere = File.Exists(file);
        if ((isThere && !replaces) || Directory.Exists(file))
        {
            throw ImageErrors.FileThere(file);
        }

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ImageErrors.NotWritten(file, e);
        }

        await DockerArchive.Write(image, platform, [name], file, ct);
        return isThere ? ImageOutcome.Replaced : ImageOutcome.Written;
    }
}
