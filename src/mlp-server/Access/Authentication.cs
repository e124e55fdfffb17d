using Mlp.Server.Hosting;

namespace Mlp.Server.Access;

/// <summary>Finds out who asks.</summary>
internal sealed class Authentication(Tokens tokens, RememberedTokens remembered, LastUse lastUse, RateLimits limits, GuessLimit guesses)
{
    private const string Scheme = "Bearer ";

    public async Task<Caller> Identify(HttpContext context)
    {
        if (context.Features.Get<LocalChannel>() is { } local)
        {
            return new(Caller.LocalPrefix + local.User, Role.Admin, null, IsLocal: true);
        }

        var hash = Secret.HashOf(ReadSecret(context.Request));
        var row = context.GetEndpoint()?.Metadata.GetMetadata<AskedOften>() is null ? await FindToken(context, hash) : remembered.Find(hash) ?? await FindAndRemember(context, hash);
        lastUse.Note(row);
        limits.DemandTurn(row.Id);
        return new(row.Name, RoleText.TryParse(row.Role) ?? throw new InvalidOperationException($"the record has a token with the role '{row.Role}'"), row.Project, IsLocal: false, row.Id);
    }

    private async Task<TokenRow> FindAndRemember(HttpContext context, string hash)
    {
        var revocations = remembered.Revocations;
        var row = await FindToken(context, hash);
        remembered.Keep(hash, row, revocations);
        return row;
    }

    // Those who share an address with a guesser (all do, behind a proxy) keep working: their tokens were accepted before.
    private async Task<TokenRow> FindToken(HttpContext context, string hash)
    {
        if (!lastUse.WasSeen(hash))
        {
            return await guesses.Try(context, () => tokens.Find(hash, context.RequestAborted));
        }

        try
        {
            return await tokens.Find(hash, context.RequestAborted);
        }
        catch (Refusal)
        {
            // Revoked or expired: from now on it is a guess as any other.
            lastUse.Forget(hash);
            throw;
        }
    }

    private static string ReadSecret(HttpRequest request)
    {
        var header = request.Headers.Authorization;
        if (header.Count == 0)
        {
            throw new Refusal(ErrorCode.TokenMissing, "the request has no token", remedy: "send the header 'Authorization: Bearer <token>', with the tool: mlp login or MLP_TOKEN; on the registry's own machine the first token is in admin.token");
        }

        var secret = header is [{ } only] && only.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? only[Scheme.Length..].Trim() : "";
        return Secret.LooksRight(secret)
            ? secret
            : throw new Refusal(ErrorCode.TokenInvalid, "the Authorization header holds no token of this registry", remedy: "send 'Authorization: Bearer <token>' with one token that begins with mlp_; with the tool: mlp login or MLP_TOKEN");
    }
}
