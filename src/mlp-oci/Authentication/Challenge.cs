using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace Mlp.Oci;

/// <summary>How a registry wants to be told who asks.</summary>
/// <param name="IsBearer">A token of a token service; else name and password.</param>
/// <param name="Realm">Where the token service is.</param>
/// <param name="Service">What the token service calls the registry.</param>
/// <param name="Scope">What the refused request would have needed.</param>
internal sealed partial record Challenge(bool IsBearer, string? Realm, string? Service, string? Scope)
{
    /// <summary>The challenge that we can meet: tokens before passwords.</summary>
    public static Challenge? From(HttpHeaderValueCollection<AuthenticationHeaderValue> headers)
    {
        // A registry may offer both in one header, and the framework then splits it at every comma that starts a scheme.
        var bearer = headers.FirstOrDefault(h => Is(h, "Bearer"));
        return bearer is not null ? OfBearer(bearer.Parameter ?? "") : headers.Any(h => Is(h, "Basic")) ? new(false, null, null, null) : null;
    }

    private static Challenge OfBearer(string parameters)
    {
        var values = Parameter().Matches(parameters).GroupBy(m => m.Groups["name"].Value, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(g => g.Key, g => Value(g.First()), StringComparer.OrdinalIgnoreCase);
        return new(true, values.GetValueOrDefault("realm"), values.GetValueOrDefault("service"), values.GetValueOrDefault("scope"));
    }

    private static string Value(Match match) => match.Groups["quoted"] is { Success: true } quoted
        ? Escaped().Replace(quoted.Value, "$1") : match.Groups["token"].Value;

    private static bool Is(AuthenticationHeaderValue header, string scheme) => header.Scheme.Equals(scheme, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex("""(?<name>[A-Za-z_-]+)\s*=\s*(?:"(?<quoted>(?:[^"\\]|\\.)*)"|(?<token>[^\s,"]+))""", RegexOptions.CultureInvariant)]
    private static partial Regex Parameter();

    [GeneratedRegex(@"\\(.)", RegexOptions.CultureInvariant)]
    private static partial Regex Escaped();
}
