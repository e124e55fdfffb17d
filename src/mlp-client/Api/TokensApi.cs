using Mlp.Wire;

namespace Mlp;

/// <summary>Tokens: who may do what.</summary>
public sealed class TokensApi
{
    private readonly RegistryChannel _channel;

    internal TokensApi(RegistryChannel channel) => _channel = channel;

    /// <summary>Creates a token; its secret is in this answer alone.</summary>
    public Task<CreatedToken> CreateAsync(CreateToken token, Ct ct = default) => _channel.PostOnce<CreatedToken>("tokens", token, ct);

    /// <summary>Lists tokens, without their secrets.</summary>
    public IAsyncEnumerable<Token> ListAsync(Ct ct = default) => _channel.List<Token>("tokens", ct: ct);

    /// <summary>Makes a token worthless.</summary>
    public Task<Token> RevokeAsync(long id, Ct ct = default) => _channel.Send<Token>(HttpMethod.Delete, $"tokens/{Route.Id(id)}", null, ct);
}
