using System.CommandLine;

namespace Mlp.Cli.Commands;

/// <summary>What the commands around a release have in common.</summary>
internal static class ReleaseOptions
{
    public static readonly Option<string?> Tag = new("--tag") { Description = "The version tag. [that of HEAD]", HelpName = "tag" };

    public static readonly Option<string?> Project = new("--project")
    {
        Description = "In a repository with several projects: the folder, mlp.json or csproj of the one that is meant.",
        HelpName = "path",
    };

    public static readonly Option<string?> Feed = new("--feed")
    {
        Description = "Where packages go: a folder, the address of a NuGet feed, whose key is in MLP_FEED_KEY, or 'forge': that of the forge whose pipeline this is. [MLP_FEED, <home>/packages]",
        HelpName = "url|folder|forge",
    };

    public static readonly Option<bool> DryRun = new("--dry-run") { Description = "Builds and checks all there is to check; nothing is claimed, pushed or registered." };

    public static readonly Option<bool> AllowDirty = new("--allow-dirty")
    {
        Description = "Takes changes that no commit holds, as a pre-release that ends in 'dirty', into the embedded registry alone.",
    };

    public static readonly Option<bool> NoInherit = new("--no-inherit") { Description = "The new versions inherit no compatibility." };
}
