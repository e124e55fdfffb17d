using Microsoft.AspNetCore.Http.Features;

namespace Mlp.Server.Serving;

/// <summary>What stands behind a pair's own path, and the query: byte by byte as the caller wrote it, because what an escape means is the model's to say.</summary>
internal static class PassedOnAddress
{
    private static readonly UriCreationOptions AsItIs = new() { DangerousDisablePathAndQueryCanonicalization = true };

    public static Uri Of(HttpContext context, ServedPair pair) =>
        new(Written(context.Features.Get<IHttpRequestFeature>()!.RawTarget, pair) ?? Rewritten(context.Request), AsItIs);

    private static string? Written(string target, ServedPair pair)
    {
        var own = $"/serve/{pair}";
        if (!target.StartsWith(own, StringComparison.Ordinal) || target.Contains("/.", StringComparison.Ordinal))
        {
            return null;
        }

        return target.AsSpan(own.Length) switch
        {
            [] => "http://model/",
            ['/', ..] rest => $"http://model{rest}",
            ['?', ..] query => $"http://model/{query}",
            _ => null,
        };
    }

    // A target with a host, with escapes in the pair's names, or with dots that lead elsewhere: as the server has understood it.
    private static string Rewritten(HttpRequest request) =>
        $"http://model/{string.Join('/', $"{request.RouteValues["rest"]}".Split('/').Select(Escaped))}{request.QueryString.Value}";

    // The one escape that the server leaves as it is.
    private static string Escaped(string segment) => string.Join("%2F", segment.Split(["%2F", "%2f"], StringSplitOptions.None).Select(Uri.EscapeDataString));
}
