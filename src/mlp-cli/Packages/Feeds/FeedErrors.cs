namespace Mlp.Cli.Packages;

/// <summary>What can be wrong with a feed, or with what is sent there.</summary>
internal static class FeedErrors
{
    public static CommandFailedException Unreachable(Uri feed, string reason, Exception? cause) =>
        new("MLP7421", $"the feed {FeedAddress.Shown(feed)} cannot be reached: {reason}", FeedAddress.Shown(feed), "check the address, the network and whether the feed runs", cause);

    public static CommandFailedException Refused(Uri feed, int status, FeedCredential? credential) => new(
        "MLP7422",
        credential is null ? $"the feed {FeedAddress.Shown(feed)} wants a key (it answered {status})" : $"the feed {FeedAddress.Shown(feed)} refuses {credential.Variable} (it answered {status})",
        FeedAddress.Shown(feed),
        credential is null ? FeedCredential.Missing(feed) : $"check that {credential.Variable} is of this feed, has not expired, and may publish packages");

    public static CommandFailedException TooLarge(Uri feed, PackageFile package) => new(
        "MLP7423",
        $"the feed {FeedAddress.Shown(feed)} takes no package as large as {package.FileName} ({package.Size} bytes)",
        package.FileName,
        "leave data out of the package and publish it as parameters, or have the feed's limit raised");

    public static CommandFailedException NotAFeed(Uri feed, string reason, Exception? cause = null) => new(
        "MLP7424",
        $"{FeedAddress.Shown(feed)} is not a NuGet v3 feed: {reason}",
        FeedAddress.Shown(feed),
        "give the address of its index, such as https://nuget.example.org/v3/index.json; some feeds answer so, too, where the key may not read them",
        cause);

    public static CommandFailedException PlainHttp(string address) =>
        new("MLP7425", $"{address} would send the package and its key without encryption", address, "use https; plain http is for feeds on this machine");

    public static CommandFailedException Redirected(Uri feed, Uri target) => new(
        "MLP7426",
        $"the feed {FeedAddress.Shown(feed)} redirects to {target.Scheme}://{target.Authority}; the package and its key are not sent there",
        $"{target.Scheme}://{target.Authority}",
        "give the feed's address as it really is");

    public static UsageException InvalidAddress(string address, string reason) =>
        new($"'{address}' is not a feed: {reason}", address, "name a folder, or an address such as https://nuget.example.org/v3/index.json");

    public static UsageException SecretInAddress(string address) => new(
        "the feed's address has a user, a query or a fragment, which every user of this machine could read",
        address,
        "give the address alone, and the key in MLP_FEED_KEY, with MLP_FEED_USER where the feed wants a user's name");

    public static CommandFailedException InvalidKey(string variable, string reason) =>
        new("MLP7427", $"the environment variable {variable} cannot be used: {reason}", variable, "copy it again");

    public static CommandFailedException FolderUnusable(string folder, string reason, Exception? cause = null) =>
        new("MLP7428", $"the feed '{folder}' cannot be used: {reason}", folder, "name a folder that can be written to, and free some space", cause);

    public static CommandFailedException NotAPackage(string path, string reason, Exception? cause = null) =>
        new("MLP7429", $"'{path}' is not a NuGet package: {reason}", path, "pack the project again with 'dotnet pack'", cause);

    public static CommandFailedException Failed(Uri feed, int status, string? reason) => new(
        "MLP7430",
        $"the feed {FeedAddress.Shown(feed)} did not do what it was asked: it answered {status}{(reason is null ? "" : $", {reason}")}",
        FeedAddress.Shown(feed),
        "correct what the feed names, or ask who runs it");

    public static CommandFailedException FilesUnusable(PackageFile package, Exception cause) =>
        new("MLP7431", $"the package {package.FileName} cannot be compared or sent: {cause.Message}", package.Path, "check permissions, and free some space for temporary files", cause);
}
