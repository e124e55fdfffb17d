using Mlp.Oci;

namespace Mlp.Testing.Images;

/// <summary>What the official ASP.NET Core image is elsewhere: a minimal Debian with this machine's runtime. Made once, with debootstrap, in about a minute.</summary>
public static class TestBaseImage
{
    private const string Form = "1";
    private static readonly DateTimeOffset Time = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The image as an OCI layout, under the tag <c>latest</c>.</summary>
    public static Task<OciLayout> Get(Ct ct = default) => CachedImage.Get($"aspnet-{Environment.Version}-{Form}", work => Make(work, ct), ct);

    /// <summary>Pushes the image into a repository and answers its reference, with the digest.</summary>
    public static async Task<ImageReference> Push(RegistryClient client, ImageReference target, Ct ct = default) =>
        await CachedImage.Push(await Get(ct), client, target, ct);

    private static async Task<Image> Make(string work, Ct ct)
    {
        var system = await Debian.RootFileSystem(work, ct);
        var runtime = await DotnetRuntime.Tar(work, ct);
        Layer[] layers =
        [
            await LayerMaker.OfTar("debian", system, Path.Combine(work, "debian.layer"), ct),
            await LayerMaker.OfTar("runtime", runtime, Path.Combine(work, "runtime.layer"), ct),
        ];
        return ImageComposer.Compose(BaseImage.None(Platform.OfThisMachine), layers, new ImageSpec
        {
            EntryPoint = ["dotnet"],
            Created = Time,
            User = "0:0",
            Environment = new Dictionary<string, string>
            {
                ["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                ["ASPNETCORE_HTTP_PORTS"] = "8080",
                ["DOTNET_RUNNING_IN_CONTAINER"] = "true",
                ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1",
                ["DOTNET_VERSION"] = Environment.Version.ToString(),
            },
        });
    }
}
