using Mlp.Oci;
using Mlp.Wire;

namespace Mlp.Cli.Images;

/// <summary>What can go wrong when images are made.</summary>
internal static class ImageErrors
{
    public static CommandFailedException NoRepository() => new(
        "MLP7851", "nothing says where images go", null, "name the repository: --repository registry.example.org/models, MLP_IMAGES, or \"images\": {\"repository\": …} in mlp.json");

    public static CommandFailedException NoServingProgram() => new(
        "MLP7852", "this build of mlp does not have the serving program with it", null, "install the packed tool: dotnet tool install --global mlp-cli");

    public static CommandFailedException NoBundle(string type, string version) => new(
        "MLP7853", $"{type} {version} was registered without a bundle", version, "release it with 'mlp register', which pushes the bundle");

    public static CommandFailedException OldServingLayerGone(Pair pair, string serving, string image) => new(
        "MLP7854",
        $"{pair.Type} with {pair.Parameters} runs on the serving layer {serving}, which its image {image} does not give any more",
        serving,
        "deploy it with --refresh, on the serving layer of this version of mlp");

    /// <summary>The library's own errors, as the tool tells them.</summary>
    public static async Task<T> Told<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (OciException e)
        {
            throw new CommandFailedException(e.Code, e.Message, e.Value, e.Remedy ?? "see docs/errors.md", e);
        }
    }
}
