using Microsoft.Extensions.Primitives;

namespace Mlp.Server.Serving;

/// <summary>Which headers the gateway passes on: not what belongs to one connection, and nothing of the caller's secrets.</summary>
internal static class PassedOnHeaders
{
    /// <summary>Tells the model below which path its caller sees it.</summary>
    public const string Prefix = "X-Forwarded-Prefix";

    // "Set-Cookie": a cookie would be the registry's for a browser, whoever made it.
    private static readonly HashSet<string> NotPassedOn = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Proxy-Connection", "Proxy-Authenticate", "Proxy-Authorization", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "Host", "Expect", "Authorization", "Cookie", "Set-Cookie", Prefix,
    };

    public static void Copy(IHeaderDictionary from, HttpRequestMessage to)
    {
        var (connection, hasContent) = (from.Connection, to.Content is not null);
        foreach (var (name, values) in from)
        {
            if (NotPassedOn.Contains(name) || IsOfConnection(name, connection))
            {
                continue;
            }

            // One value is the rule, and an array less.
            var isTaken = values.Count == 1 ? to.Headers.TryAddWithoutValidation(name, values.ToString()) : to.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
            if (!isTaken && hasContent)
            {
                to.Content!.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
            }
        }
    }

    public static void Copy(HttpResponseMessage from, IHeaderDictionary to)
    {
        var connection = from.Headers.NonValidated.TryGetValues("Connection", out var listed) ? new StringValues([.. listed]) : default;
        Copy(from.Headers.NonValidated, connection, to);
        Copy(from.Content.Headers.NonValidated, connection, to);
    }

    private static void Copy(System.Net.Http.Headers.HttpHeadersNonValidated from, StringValues connection, IHeaderDictionary to)
    {
        foreach (var (name, values) in from)
        {
            if (!NotPassedOn.Contains(name) && !IsOfConnection(name, connection))
            {
                to[name] = values.Count == 1 ? new StringValues(values.ToString()) : new StringValues([.. values]);
            }
        }
    }

    // A sender may name further headers that are for the next hop alone.
    private static bool IsOfConnection(string name, StringValues connection)
    {
        foreach (var listed in connection)
        {
            if (listed is not null && listed.Split(',', StringSplitOptions.TrimEntries).Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
