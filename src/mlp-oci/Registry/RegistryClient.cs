using System.Collections.Concurrent;
using System.Net;
using System.Text.RegularExpressions;

namespace Mlp.Oci;

/// <summary>Speaks with registries. One for a whole run: it keeps connections, tokens and what is known of who has which layer.</summary>
public sealed partial class RegistryClient : IDisposable
{
    private readonly ConcurrentDictionary<string, RegistryHost> _hosts = new(StringComparer.Ordinal);
    private readonly RegistryOptions _options;
    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(15),
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
        MaxResponseHeadersLength = 64,
    })
    { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Makes a client; nothing is connected yet.</summary>
    public RegistryClient(RegistryOptions options)
    {
        _options = options;
        _http.DefaultRequestHeaders.UserAgent.ParseAdd(options.UserAgent);
    }

    /// <summary>A repository, named by a reference; its tag and digest do not matter.</summary>
    public RegistryRepository Repository(ImageReference reference) => new(_hosts.GetOrAdd(reference.ApiHost, _ => Host(reference)), reference);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private RegistryHost Host(ImageReference reference)
    {
        var isPlain = Loopback().IsMatch(reference.Registry) || _options.PlainHttp.Contains(reference.Registry, StringComparer.OrdinalIgnoreCase);
        var text = $"{(isPlain ? "http" : "https")}://{reference.ApiHost}/";
        var address = Uri.TryCreate(text, UriKind.Absolute, out var parsed)
            ? parsed : throw new OciException(OciErrors.InvalidReference, $"'{reference.Registry}' is no host", reference.ToString(), "correct the host or its port");
        return new(reference.Registry, address, _http, _options, new(reference.Registry, new(reference.Registry, address, _http, _options), _options));
    }

    [GeneratedRegex(@"\A(?:localhost|127(?:\.[0-9]{1,3}){3}|\[::1\])(?::[0-9]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Loopback();
}
