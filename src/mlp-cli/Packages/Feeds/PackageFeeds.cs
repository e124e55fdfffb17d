using Mlp.Cli.Forges;
using Mlp.Server.Storage;

namespace Mlp.Cli.Packages;

/// <summary>Which feed is meant: the option, then the environment, then the folder in the home.</summary>
internal static class PackageFeeds
{
    private const string DefaultFolder = "packages";

    /// <summary>Stands for the package registry of the forge whose pipeline runs the command.</summary>
    private const string OfForge = "forge";

    /// <param name="feed">A folder or the address of a feed, as given to <c>--feed</c>; null takes what is configured.</param>
    /// <param name="environment">Says what is configured, and holds the keys.</param>
    public static IPackageFeed Open(string? feed, EnvironmentSettings environment) => (feed ?? environment.Feeds.Feed) switch
    {
        null => new FolderFeed(Path.Combine(Path.GetFullPath(environment.Home), DefaultFolder), PrivateFolder.Create),
        { Length: 0 } => throw new UsageException("the feed has no name", "", "name a folder, or an address such as https://nuget.example.org/v3/index.json"),
        OfForge => At(FeedOfForge(environment.Forge), environment.Feeds),
        { } text when text.Contains("://", StringComparison.Ordinal) => At(FeedAddress.Parse(text), environment.Feeds),
        { } folder => new FolderFeed(Path.GetFullPath(folder), CreateShared),
    };

    private static Uri FeedOfForge(ForgeVariables variables)
    {
        using var forge = Forge.Of(variables, TimeProvider.System) ?? throw ForgeErrors.NoFeed();
        return forge.Feed;
    }

    private static IPackageFeed At(Uri address, FeedVariables variables) => address.IsFile
        ? new FolderFeed(Path.GetFullPath(address.LocalPath), CreateShared)
        : new HttpFeed(address, FeedCredential.For(address, variables), TimeProvider.System);

    // The home is its owner's; a folder that was named is for whom the umask lets in.
    private static void CreateShared(string folder)
    {
        Directory.CreateDirectory(folder);
        DurableFile.SyncName(folder);
    }
}
