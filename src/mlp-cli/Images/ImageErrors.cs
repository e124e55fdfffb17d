using Mlp.Oci;
using Mlp.Wire;

namespace Mlp.Cli.Images;

/// <summary>What can go wrong when images are made.</summary>
internal static class ImageErrors
{
    public static CommandFailedException NoRepository() => new(
        "MLP7851", "nothing says where images go", null, "name the repository: --repository registry.example.org/models, MLP_IMAGES, or \"images\": {\"repository\": …} in mlp.json");

    public static UsageException NoForge() => new(
        "the repository 'forge' is the container registry of the forge whose pipeline runs the command, and none does", "forge", "name one: --repository registry.example.org/models");

    public static CommandFailedException NoServingProgram() => new(
        "MLP7852", "this build of mlp does not have the serving program with it", null, "install the packed tool: dotnet tool install --global mlp-cli");

    public static CommandFailedException NoBundle(string type, string version) => new(
        "MLP7853", $"{type} {version} was registered without a bundle", version, "release it with 'mlp register', which pushes the bundle");

    public static CommandFailedException OldServingLayerGone(Pair pair, string serving, string image) => new(
        "MLP7854",
        $"{pair.Type} with {pair.Parameters} runs on the serving layer {serving}, which its image {image} does not give any more",
        serving,
        "deploy it with --refresh, on the serving layer of this version of mlp");

    public static CommandFailedException AnotherImage(string place, string name, string digest) => new(
        "MLP7855", $"{place} has another image of the name '{name}', {digest}", name, "write elsewhere, or replace it with --force");

    public static CommandFailedException FileThere(string file) => new(
        "MLP7855", $"'{file}' is there already", file, "name another file, or replace it with --force");

    public static CommandFailedException NotWritten(string path, Exception cause) => new(
        "MLP7856", $"'{path}' cannot be written: {cause.Message}", path, "check permissions and free space, or write elsewhere", cause);

    public static CommandFailedException SeveralForOneFile(string file, int count) => new(
        "MLP7857", $"an archive holds one image, and there are {count} pairs", file, "choose one with --model and --parameters, or write all into --layout <folder>");

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
