using System.CommandLine;
using Mlp.Cli.Images.Outputs;
using Mlp.Oci;

namespace Mlp.Cli.Commands;

/// <summary>Where <c>mlp images</c> is told to bring images.</summary>
internal static class ImageOutputs
{
    public static readonly Option<bool> Push = new("--push") { Description = "Brings the images to their repositories, with what is stated of them." };

    private static readonly Option<string?> Layout = new("--layout") { Description = "Adds the images to this OCI layout, which is made where there is none.", HelpName = "folder" };

    private static readonly Option<string?> Archive = new("--archive") { Description = "Writes the one image that is chosen into this file, for 'docker load'.", HelpName = "file" };

    private static readonly Option<bool> Load = new("--load") { Description = "Gives the images to the Docker Engine of this machine. [MLP_DOCKER, DOCKER_HOST]" };

    private static readonly Option<bool> Force = new("--force") { Description = "Replaces files, and images of the same name, that --layout, --archive and --load find there." };

    private static readonly Option<string?> OnPlatform = new("--platform") { Description = "With --archive and --load: for which platform of the base. [linux on this machine's processor]", HelpName = "os/architecture" };

    public static IEnumerable<Option> Options => [Push, Layout, Archive, Load, Force, OnPlatform];

    /// <summary>Refuses what cannot be meant together.</summary>
    public static void Demand(ParseResult parsed)
    {
        var given = new Option[] { Push, Layout, Archive, Load }.Where(option => IsGiven(parsed, option)).ToList();
        if (given.Count > 1)
        {
            throw new UsageException($"{given[0].Name} and {given[1].Name} contradict each other", given[1].Name, "give one of them");
        }

        Demand(parsed, Force, Layout, Archive, Load);
        Demand(parsed, OnPlatform, Archive, Load);
        Demand(parsed, ImageOptions.Repository, Push, Archive, Load);
    }

    /// <summary>What was chosen; null where images are pushed, or only composed.</summary>
    public static IImageOutput? Open(ParseResult parsed, EnvironmentSettings environment)
    {
        var platform = parsed.GetValue(OnPlatform) is { } text ? Platform.Parse(text) : Platform.OfThisMachine;
        var replaces = parsed.GetValue(Force);
        return parsed.GetValue(Layout) is { } folder ? new LayoutOutput(Path.GetFullPath(folder, environment.Folder), replaces)
            : parsed.GetValue(Archive) is { } file ? new ArchiveOutput(Path.GetFullPath(file, environment.Folder), platform, replaces)
            : parsed.GetValue(Load) ? new EngineOutput(DockerEngine.Socket(environment), platform, replaces)
            : null;
    }

    private static bool IsGiven(ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };

    // What would be passed over is refused.
    private static void Demand(ParseResult parsed, Option option, params Option[] outputs)
    {
        var isPlan = !new Option[] { Push, Layout, Archive, Load }.Any(output => IsGiven(parsed, output));
        if (IsGiven(parsed, option) && !outputs.Any(output => IsGiven(parsed, output)) && !(isPlan && option == ImageOptions.Repository))
        {
            var names = string.Join(", ", outputs.Select(output => output.Name));
            throw new UsageException($"{option.Name} is for {names}", option.Name, $"leave it out, or give one of {names}");
        }
    }
}
