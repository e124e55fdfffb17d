namespace Mlp.Cli.Packages;

/// <summary>Which addresses feeds may have.</summary>
internal static class FeedAddress
{
    public static Uri Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || !(address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp || address.IsFile))
        {
            throw FeedErrors.InvalidAddress(Redacted(text), "it is neither an http or https address nor a folder");
        }

        if (address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0)
        {
            throw FeedErrors.SecretInAddress(Shown(address));
        }

        return address.IsFile || MayCarry(address, address) ? address : throw FeedErrors.PlainHttp(Shown(address));
    }

    /// <summary>Whether what goes to the feed may go to this address, too: encrypted, or within this machine where the feed is within it.</summary>
    public static bool MayCarry(Uri feed, Uri address) =>
        address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback && feed.IsLoopback);

    public static bool IsSameServer(Uri left, Uri right) =>
        left.Scheme == right.Scheme && left.Port == right.Port && left.Host.Equals(right.Host, StringComparison.OrdinalIgnoreCase);

    /// <summary>For messages: neither what stands before the '@' nor a query, which may be signed.</summary>
    public static string Shown(Uri address) => address.IsFile ? address.LocalPath : $"{address.Scheme}://{address.Authority}{address.AbsolutePath}";

    private static string Redacted(string text) => text[(text.LastIndexOf('@') + 1)..].Split('?')[0];
}
