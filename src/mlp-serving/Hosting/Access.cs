using System.Security.Cryptography;
using System.Text;

namespace Mlp.Serving.Hosting;

/// <summary>Who may ask: everybody, or who sends the token.</summary>
internal sealed class Access(string? token)
{
    private const string Scheme = "Bearer ";
    private readonly byte[]? _expected = token is null ? null : SHA256.HashData(Encoding.UTF8.GetBytes(token));

    public bool IsOpen => _expected is null;

    /// <exception cref="Refusal">The token is missing or another one.</exception>
    public void Demand(Exchange exchange)
    {
        if (_expected is not null && !Allows(exchange.Headers.Authorization.ToString()))
        {
            throw new Refusal(ErrorCode.TokenNeeded, "the request has no token, or not the one of this server", remedy: "send Authorization: Bearer <token>");
        }
    }

    // Digests are of one length, so that the time says nothing of the token's.
    private bool Allows(string authorization) =>
        authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(authorization[Scheme.Length..].Trim())), _expected);
}
