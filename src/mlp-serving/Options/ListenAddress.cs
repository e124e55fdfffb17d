using System.Globalization;
using System.Net;

namespace Mlp.Serving.Options;

/// <summary>Where to listen over TCP.</summary>
/// <param name="Address">Null: every address of the machine.</param>
internal sealed record ListenAddress(IPAddress? Address, int Port)
{
    public static ListenAddress Default { get; } = new(null, 8080);

    /// <summary><c>http://*:8080</c>, <c>http://localhost:0</c>, <c>http://10.0.0.7:8080</c>, <c>http://[::1]:8080</c>; null for others.</summary>
    public static ListenAddress? TryParse(string text)
    {
        const string scheme = "http://";
        if (!text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var authority = text[scheme.Length..].TrimEnd('/');
        var colon = authority.LastIndexOf(':');
        var hasPort = colon >= 0 && !authority.EndsWith(']');
        var (host, port) = hasPort ? (authority[..colon], authority[(colon + 1)..]) : (authority, "80");
        return !ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? null : host switch
        {
            "*" or "+" => new(null, number),
            "localhost" => new(IPAddress.Loopback, number),
            _ => IPAddress.TryParse(host, out var address) ? new(address, number) : null,
        };
    }

    /// <summary>Where a program on this machine reaches it.</summary>
    public Uri Reachable() => new UriBuilder("http", (Address is null || Address.Equals(IPAddress.Any) ? IPAddress.Loopback
        : Address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : Address).ToString(), Port).Uri;
}
