namespace Mlp;

/// <summary>Decides which registry is meant: the argument, then the environment, then the configuration file, then the embedded one.</summary>
internal sealed class ConnectionResolution(ClientOptions options, ClientEnvironment environment)
{
    private const string UnixScheme = "unix:";

    public RegistryConnection Resolve()
    {
        if (options.Registry is { } given)
        {
            return IsAddress(given) ? At(given, options.Token ?? environment.Token, options.AllowHttp) : From(given, ConfigurationFile.Read(environment));
        }

        if (environment.Registry is { } registry)
        {
            return At(registry, options.Token ?? environment.Token, options.AllowHttp);
        }

        var file = ConfigurationFile.Read(environment);
        return (environment.Profile ?? file.DefaultProfile) is { } profile ? From(profile, file) : Embedded();
    }

    private RegistryConnection From(string name, ConfigurationFile file)
    {
        var profile = file.Profile(name);
        var token = options.Token ?? environment.Token ?? file.TokenOf(name, profile, environment);
        return At(profile.Url, token, options.AllowHttp || profile.AllowHttp);
    }

    private RegistryConnection Embedded() =>
        new(LocalAddress, token: null, Path.Combine(environment.Home, "registry.sock"), startsServer: true);

    private static RegistryConnection At(string address, string? token, bool allowHttp)
    {
        CheckToken(token);
        if (address.StartsWith(UnixScheme, StringComparison.Ordinal))
        {
            var path = address[UnixScheme.Length..];
            path = path.StartsWith("///", StringComparison.Ordinal) ? path[2..] : path;
            return Path.IsPathFullyQualified(path)
                ? new(LocalAddress, token, path)
                : throw InvalidAddress(address, "the path of a socket must be absolute");
        }

        return new(Parse(address, allowHttp), token);
    }

    private static Uri Parse(string address, bool allowHttp)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps))
        {
            throw InvalidAddress(address, "it is no http or https address");
        }

        // What stands before the '@' may be a password: it is not repeated.
        var shown = $"{uri.Scheme}://{uri.Authority}{uri.AbsolutePath}";
        if (uri.UserInfo.Length > 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            throw InvalidAddress(shown, "user, query and fragment have no place in it; a token goes beside it");
        }

        if (uri.Scheme == Uri.UriSchemeHttp && !uri.IsLoopback && !allowHttp)
        {
            throw new MlpException(
                ClientErrors.PlainHttp,
                $"{shown} would send the token without encryption",
                shown,
                "use https, or set \"allowHttp\": true in the profile where the network is trusted");
        }

        return new Uri(uri.AbsoluteUri.TrimEnd('/') + "/");
    }

    private static void CheckToken(string? token)
    {
        if (token is not null && (token.Length == 0 || token.Any(c => c is <= ' ' or > '~')))
        {
            throw new MlpException(ClientErrors.InvalidToken, "the token is empty, or has spaces or other characters that no token has", remedy: "copy it again");
        }
    }

    private static MlpException InvalidAddress(string address, string reason) => new(
        ClientErrors.InvalidAddress, $"'{Redacted(address)}' is not the address of a registry: {reason}", Redacted(address), "such as https://mlp.example.org");

    private static string Redacted(string address) => address[(address.LastIndexOf('@') + 1)..];

    private static bool IsAddress(string text) => text.Contains("://", StringComparison.Ordinal) || text.StartsWith(UnixScheme, StringComparison.Ordinal);

    private static Uri LocalAddress { get; } = new("http://localhost/");
}
