using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Mlp.Oci.Tests.Support;

/// <summary>A token service as registries use it: it signs what a user may do, for docker-registry to check.</summary>
internal sealed class TokenServer : IAsyncDisposable
{
    public const string Service = "tests.registry";
    public const string User = "pusher";
    public const string Password = "token-pass";
    public const string IdentityToken = "long-lived-token";
    private readonly WebApplication _app;
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _certificate;

    private TokenServer(WebApplication app)
    {
        _app = app;
        var request = new CertificateRequest("CN=tests", _key, HashAlgorithmName.SHA256);
        _certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    public Uri Realm => new(_app.Urls.Single() + "/token");

    public string Certificate => _certificate.ExportCertificatePem();

    /// <summary>The scopes that tokens were given for, in order.</summary>
    public ConcurrentQueue<string> Scopes { get; } = new();

    /// <summary>For how long tokens say that they are good; they are good for a minute.</summary>
    public int SaidLife { get; set; } = 60;

    /// <summary>Repositories that nobody may read.</summary>
    public string Closed { get; set; } = "nothing";

    public static async Task<TokenServer> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        var server = new TokenServer(builder.Build());
        server._app.MapGet("/token", server.ForPassword);
        server._app.MapPost("/token", server.ForIdentityToken);
        await server._app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _certificate.Dispose();
        _key.Dispose();
    }

    private IResult ForPassword(HttpRequest request)
    {
        var expected = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{Password}"));
        return request.Headers.Authorization == expected && request.Query["service"] == Service
            ? Results.Text(Answer("token", request.Query["scope"].OfType<string>()), "application/json") : Results.Unauthorized();
    }

    private async Task<IResult> ForIdentityToken(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        return form["grant_type"] == "refresh_token" && form["refresh_token"] == IdentityToken && form["service"] == Service && form["client_id"].Count == 1
            ? Results.Text(Answer("access_token", form["scope"].ToString().Split(' ')), "application/json") : Results.Unauthorized();
    }

    private string Answer(string name, IEnumerable<string> scopes)
    {
        var asked = scopes.ToList();
        Scopes.Enqueue(string.Join(' ', asked));
        return $$"""{"{{name}}": "{{Sign(asked)}}", "expires_in": {{SaidLife.ToString(CultureInfo.InvariantCulture)}}}""";
    }

    private string Sign(List<string> scopes)
    {
        var now = DateTimeOffset.UtcNow;
        var access = scopes.Select(s => s.Split(':')).Where(s => s[1] != Closed).Select(s => new { type = s[0], name = s[1], actions = s[2].Split(',') });
        var header = new { typ = "JWT", alg = "ES256", x5c = new[] { Convert.ToBase64String(_certificate.RawData) } };
        var claims = new
        {
            iss = Service,
            sub = User,
            aud = Service,
            exp = now.AddMinutes(1).ToUnixTimeSeconds(),
            nbf = now.AddMinutes(-1).ToUnixTimeSeconds(),
            iat = now.ToUnixTimeSeconds(),
            jti = Guid.NewGuid().ToString("N"),
            access,
        };
        var text = $"{Encoded(JsonSerializer.SerializeToUtf8Bytes(header))}.{Encoded(JsonSerializer.SerializeToUtf8Bytes(claims))}";
        return $"{text}.{Encoded(_key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256))}";
    }

    private static string Encoded(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
}
