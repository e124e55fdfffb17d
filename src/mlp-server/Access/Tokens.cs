using System.Security.Cryptography;
using System.Text;
using Mlp.Server.Database;
using Mlp.Server.Events;

namespace Mlp.Server.Access;

/// <summary>The tokens on record. Every request asks the record, so that a revoked token stops at once, on every server; the exception is <see cref="RememberedTokens"/>.</summary>
internal sealed class Tokens(Store store, TimeProvider clock)
{
    private const string Columns = "id, name, hash, role, project, created_at, created_by, expires_at, last_used_at, revoked_at";

    public async Task<TokenRow> Find(string hash, Ct ct)
    {
        var row = await store.Read(session => session.First<TokenRow>($"SELECT {Columns} FROM token WHERE hash = @hash", new { hash }), ct);
        if (row is null || !CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(row.Hash), Encoding.ASCII.GetBytes(hash)))
        {
            throw new Refusal(ErrorCode.TokenInvalid, "the registry does not know this token", remedy: "check that it was copied whole, and that it is for this registry");
        }

        if (row.RevokedAt is not null)
        {
            throw new Refusal(ErrorCode.TokenInvalid, "the token was revoked", row.Name, "ask an administrator for a new one");
        }

        return row.ExpiresAt is { } expires && expires <= clock.GetUtcNow().ToUnixTimeMilliseconds()
            ? throw new Refusal(ErrorCode.TokenInvalid, "the token has expired", row.Name, "ask an administrator for a new one")
            : row;
    }

    /// <summary>Makes a token; its secret exists in the answer alone.</summary>
    public static async Task<(string Secret, TokenRow Row)> Create(Session session, NewToken token)
    {
        var secret = Secret.Make();
        var row = new TokenRow
        {
            Id = session.NewId(),
            Name = token.Name,
            Hash = Secret.HashOf(secret),
            Role = RoleText.Of(token.Role),
            Project = token.Project,
            CreatedAt = session.Now,
            CreatedBy = session.Actor,
            ExpiresAt = token.ExpiresAt?.ToUnixTimeMilliseconds(),
        };
        await session.Execute(
            """
            INSERT INTO token (id, name, hash, role, project, kept_in, created_at, created_by, expires_at)
            VALUES (@Id, @Name, @Hash, @Role, @Project, @KeptIn, @CreatedAt, @CreatedBy, @ExpiresAt)
            """,
            new { row.Id, row.Name, row.Hash, row.Role, row.Project, token.KeptIn, row.CreatedAt, row.CreatedBy, row.ExpiresAt });
        await session.Audit(EventKind.TokenCreated, row.Name, new { row.Id, row.Role, row.Project, token.ExpiresAt });
        return (secret, row);
    }

    public static Task<IReadOnlyList<TokenRow>> List(Session session, long after, int rows) =>
        session.Query<TokenRow>($"SELECT {Columns} FROM token WHERE id > @after ORDER BY id LIMIT @rows", new { after, rows });

    /// <summary>Revoking a revoked token changes nothing, and is no error.</summary>
    public static async Task<TokenRow> Revoke(Session session, long id)
    {
        var row = await session.First<TokenRow>($"SELECT {Columns} FROM token WHERE id = @id", new { id })
            ?? throw new Refusal(ErrorCode.NotFound, "there is no such token", id.ToString(System.Globalization.CultureInfo.InvariantCulture), "the tokens are listed at GET /api/v1/tokens");
        if (row.RevokedAt is not null)
        {
            return row;
        }

        await session.Execute("UPDATE token SET revoked_at = @Now, revoked_by = @Actor WHERE id = @id", new { session.Now, session.Actor, id });
        await session.Audit(EventKind.TokenRevoked, row.Name, new { row.Id });
        return row with { RevokedAt = session.Now };
    }
}
