using System.CommandLine;
using Mlp.Cli.Deploying;
using Mlp.Cli.Images;
using Mlp.Cli.Releases;

namespace Mlp.Cli.Commands;

/// <summary>Where the images come from that a command deploys.</summary>
internal static class ImageSupplies
{
    public static async Task<IImageSupply> Open(ParseResult parsed, EnvironmentSettings environment, Client client, CheckedOut here, string? project, Ct ct) =>
        parsed.GetValue(KubernetesOptions.Images) is { } file
            ? await GivenImages.Read(Path.GetFullPath(file, environment.Folder), ct)
            : new ImageBuilder(client, await ImageErrors.Told(() => ImageOptions.Read(parsed, environment, here, project, ct)), environment.Client.CacheFolder);
}
