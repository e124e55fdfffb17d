using System.Net;
using System.Text.Json;

namespace Mlp.Oci;

/// <summary>Gets short-lived tokens from the service that a registry names.</summary>
internal sealed class TokenService(string registry, Uri registryAddress, HttpClient http, RegistryOptions options)
{
    private const int LargestAnswer = 1 << 20;
    private const int LifeIfNotTold = 60;
    private readonly Retry _retry = new(options.Attempts, options.FirstDelay, options.Clock);

    public Task<Authorization> Fetch(Challenge challenge, IReadOnlyList<string> scopes, RegistryCredential? credential, Ct ct)
    {
        var realm = Realm(challenge.Realm);
        return _retry.Run(c => FetchOnce(realm, challenge.Service, scopes, credential, c), ct);
    }

    private async Task<Authorization> FetchOnce(Uri realm, string? service, IReadOnlyList<string> scopes, RegistryCredential? credential, Ct ct)
    {
        using var patience = new Patience(options.Patience, ct);
        using var request = credential is { IsIdentityToken: true } ? Exchange(realm, service, scopes, credential) : Ask(realm, service, scopes, credential);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            return response.StatusCode == HttpStatusCode.OK
                ? Read(await RegistryAnswers.ReadBounded(response, LargestAnswer, "a token", patience.Token), realm)
                : throw Refused(response, realm, credential);
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && patience.IsOver))
        {
            throw new OciException(OciErrors.Unreachable, $"the token service of {registry} cannot be reached: {e.Message}",
                RegistryAnswers.Shown(realm), "check the network, and try again", e)
            { IsTransient = true };
        }
    }

    private static HttpRequestMessage Ask(Uri realm, string? service, IReadOnlyList<string> scopes, RegistryCredential? credential)
    {
        var query = new List<string>();
        Add(query, "service", service);
        foreach (var scope in scopes)
        {
            Add(query, "scope", scope);
        }

        Add(query, "account", credential?.UserName);
        var address = new UriBuilder(realm) { Query = string.Join('&', new[] { realm.Query.TrimStart('?') }.Concat(query).Where(q => q.Length > 0)) };
        var request = new HttpRequestMessage(HttpMethod.Get, address.Uri);
        request.Headers.Authorization = credential is null ? null : RegistryAuthentication.BasicHeader(credential);
        return request;
    }

    private static HttpRequestMessage Exchange(Uri realm, string? service, IReadOnlyList<string> scopes, RegistryCredential credential)
    {
        var fields = new Dictionary<string, string>
        {
            ["grant_type"] = "refresh_token",
            ["refresh_token"] = credential.Secret,
            ["client_id"] = "mlp",
            ["scope"] = string.Join(' ', scopes),
        };
        if (service is not null)
        {
            fields["service"] = service;
        }

        return new(HttpMethod.Post, realm) { Content = new FormUrlEncodedContent(fields) };
    }

    private static void Add(List<string> query, string name, string? value)
    {
        if (value is not null)
        {
            query.Add($"{name}={Uri.EscapeDataString(value)}");
        }
    }

    private Authorization Read(byte[] answer, Uri realm)
    {
        try
        {
            using var json = JsonDocument.Parse(answer);
            var root = json.RootElement;
            var token = Text(root, "token") ?? Text(root, "access_token") ?? throw new JsonException("it has no token");
            var life = root.TryGetProperty("expires_in", out var seconds) && seconds.TryGetInt32(out var given) ? given : LifeIfNotTold;
            return new(new("Bearer", token), options.Clock.GetUtcNow().AddSeconds(life));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new OciException(OciErrors.TokenRefused, $"the token service of {registry} answers with no token", RegistryAnswers.Shown(realm), "ask who runs the registry");
        }
    }

    private OciException Refused(HttpResponseMessage response, Uri realm, RegistryCredential? credential)
    {
        var isTransient = response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError;
        return new(OciErrors.TokenRefused, $"the token service of {registry} refuses {credential?.ToString() ?? "an anonymous request"}: {(int)response.StatusCode}",
            RegistryAnswers.Shown(realm), $"'docker login {registry}', or give credentials that are right")
        { Status = response.StatusCode, IsTransient = isTransient, RetryAfter = RegistryAnswers.RetryAfter(response) };
    }

    private Uri Realm(string? realm)
    {
        if (!Uri.TryCreate(realm, UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp))
        {
            throw new OciException(OciErrors.NotARegistry, $"the registry {registry} names no token service", realm, "ask who runs the registry");
        }

        var mayBePlain = address.IsLoopback || (registryAddress.Scheme == Uri.UriSchemeHttp && address.Host == registryAddress.Host);
        return address.Scheme == Uri.UriSchemeHttps || mayBePlain
            ? address
            : throw new OciException(OciErrors.PlainHttp, $"the registry {registry} has a token service without encryption",
                RegistryAnswers.Shown(address), "ask who runs the registry");
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;
}
