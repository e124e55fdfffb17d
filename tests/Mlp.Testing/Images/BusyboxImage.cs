using Mlp.Oci;
using Mlp.Testing.Services;

namespace Mlp.Testing.Images;

/// <summary>The smallest base that runs: one static busybox, with a shell. Made in a second.</summary>
public static class BusyboxImage
{
    private const string Form = "2";
    private static readonly DateTimeOffset Time = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The image as an OCI layout, under the tag <c>latest</c>.</summary>
    public static Task<OciLayout> Get(Ct ct = default) => CachedImage.Get($"busybox-{Form}", work => Make(work, ct), ct);

    /// <summary>Pushes the image into a repository and answers its reference, with the digest.</summary>
    public static async Task<ImageReference> Push(RegistryClient client, ImageReference target, Ct ct = default) =>
        await CachedImage.Push(await Get(ct), client, target, ct);

    private static async Task<Image> Make(string work, Ct ct)
    {
        var programs = Directory.CreateDirectory(Path.Combine(work, "root", "bin")).FullName;
        Directory.CreateDirectory(Path.Combine(work, "root", "tmp"));
        File.Copy(Program.Installed("/bin/busybox"), Path.Combine(programs, "busybox"));
        foreach (var name in (string[])["sh", "cat", "head", "ls", "id", "sha256sum", "sleep", "httpd", "wget"])
        {
            File.CreateSymbolicLink(Path.Combine(programs, name), "busybox");
        }

        var tar = Path.Combine(work, "root.tar");
        await Program.Run("/usr/bin/tar",
            ["--create", $"--file={tar}", $"--directory={Path.Combine(work, "root")}", "--sort=name",
                "--owner=0", "--group=0", "--numeric-owner", "--mode=u=rwX,go=rX", "--mtime=2000-01-01 00:00:00Z", "--format=gnu", "bin", "tmp"], ct);
        var layer = await LayerMaker.OfTar("busybox", tar, Path.Combine(work, "root.layer"), ct);
        return ImageComposer.Compose(BaseImage.None(Platform.OfThisMachine), [layer], new ImageSpec
        {
            EntryPoint = ["/bin/sh"],
            Created = Time,
            User = "0:0",
            Environment = new Dictionary<string, string> { ["PATH"] = "/bin" },
        });
    }
}
