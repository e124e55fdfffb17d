using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;

namespace Mlp.Oci;

/// <summary>Says to one registry who we are, in the way it last asked for. Credentials are looked up when it first asks, and not before.</summary>
internal sealed class RegistryAuthentication
{
    private readonly ConcurrentDictionary<string, Lazy<Task<Authorization>>> _tokens = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _scopesAsked = new(StringComparer.Ordinal);
    private readonly string _registry;
    private readonly TokenService _service;
    private readonly RegistryOptions _options;
    private readonly Lazy<Task<RegistryCredential?>> _credential;
    private volatile Challenge? _challenge;

    public RegistryAuthentication(string registry, TokenService service, RegistryOptions options)
    {
        (_registry, _service, _options) = (registry, service, options);
        _credential = new(() => options.Credentials.Find(registry, Ct.None));
    }

    public async Task<Authorization?> For(string scope, Ct ct) => _challenge switch
    {
        null => null,
        { IsBearer: false } => Basic(await _credential.Value.WaitAsync(ct)),
        var challenge => await Token(challenge, scope, ct),
    };

    /// <summary>Takes note of what a refused request was asked; false where it will be refused again.</summary>
    public bool Learn(HttpResponseMessage refused, string scope, Authorization? used)
    {
        if (Challenge.From(refused.Headers.WwwAuthenticate) is not { } challenge)
        {
            return false;
        }

        // A password that was refused, or that there is none, stays so; a token may have expired, or cover too little.
        if (!challenge.IsBearer && (used is not null || _credential is { IsValueCreated: true, Value: { IsCompletedSuccessfully: true, Result: null } }))
        {
            return false;
        }

        if (challenge.Scope is { } asked && asked != scope)
        {
            _scopesAsked[scope] = asked;
        }

        if (used is not null && _tokens.TryGetValue(scope, out var token) && token.IsValueCreated && token.Value.IsCompletedSuccessfully && token.Value.Result == used)
        {
            _tokens.TryRemove(KeyValuePair.Create(scope, token));
        }

        _challenge = challenge;
        return true;
    }

    private async Task<Authorization> Token(Challenge challenge, string scope, Ct ct)
    {
        while (true)
        {
            var mine = new Lazy<Task<Authorization>>(() => Fetch(challenge, scope));
            var token = _tokens.GetOrAdd(scope, mine);
            try
            {
                if (await token.Value.WaitAsync(ct) is var authorization && (token == mine || authorization.IsFreshAt(_options.Clock.GetUtcNow())))
                {
                    return authorization;
                }
            }
            catch (OciException)
            {
                _tokens.TryRemove(KeyValuePair.Create(scope, token));
                throw;
            }

            _tokens.TryRemove(KeyValuePair.Create(scope, token));
        }
    }

    // For all who wait for it, so that none of them can call it off.
    private async Task<Authorization> Fetch(Challenge challenge, string scope)
    {
        var scopes = scope.Split(' ').Concat(_scopesAsked.TryGetValue(scope, out var asked) ? asked.Split(' ') : []);
        return await _service.Fetch(challenge, [.. scopes.Distinct(StringComparer.Ordinal)], await _credential.Value, Ct.None);
    }

    private Authorization? Basic(RegistryCredential? credential)
    {
        if (credential is null)
        {
            return null;
        }

        if (credential.IsIdentityToken)
        {
            throw new OciException(OciErrors.AccessDenied, $"the registry {_registry} wants a name and a password, and there is an identity token only",
                _registry, $"'docker login {_registry}' with a name");
        }

        return new(BasicHeader(credential), DateTimeOffset.MaxValue);
    }

    public static AuthenticationHeaderValue BasicHeader(RegistryCredential credential) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credential.UserName}:{credential.Secret}")));
}
