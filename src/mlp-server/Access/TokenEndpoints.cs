using System.Globalization;
using Mlp.Server.Database;
using Mlp.Server.Hosting;
using Mlp.Wire;

namespace Mlp.Server.Access;

internal static class TokenEndpoints
{
    private const int LongestName = 200;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/whoami", WhoAmI).Require(Role.Reader).WithSummary("Tells whom the registry takes the caller for");
        api.MapPost("/tokens", Create).Require(Role.Admin).Produces<CreatedToken>(StatusCodes.Status201Created).WithSummary("Creates a token; its secret is shown this once");
        api.MapGet("/tokens", List).Require(Role.Admin).WithSummary("Lists the tokens, without their secrets");
        api.MapDelete("/tokens/{id:long}", Revoke).Require(Role.Admin).Produces<Token>().WithSummary("Revokes a token, at once");
    }

    private static Identity WhoAmI(Caller caller) => new(caller.Name, RoleText.Of(caller.Role), caller.Project);

    private static Task<IResult> Create(CreateToken request, HttpContext context, Changes changes, TimeProvider clock)
    {
        var token = Parse(request, clock);
        return changes.RunUnrecorded(
            context,
            async session =>
            {
                var (secret, row) = await Tokens.Create(session, token);
                return new CreatedToken(secret, row.ToWire());
            },
            StatusCodes.Status201Created);
    }

    private static async Task<Page<Token>> List(Paging paging, Store store, Ct ct)
    {
        var rows = await store.Read(session => Tokens.List(session, paging.AfterId ?? 0, paging.Rows), ct);
        return paging.Cut(rows, row => row.ToWire(), row => row.Id.ToString(CultureInfo.InvariantCulture));
    }

    private static async Task<IResult> Revoke(long id, HttpContext context, Changes changes, RememberedTokens remembered)
    {
        var answer = await changes.Run(context, new { id }, async session => (await Tokens.Revoke(session, id)).ToWire());
        remembered.Forget();
        return answer;
    }

    private static NewToken Parse(CreateToken request, TimeProvider clock)
    {
        if (request.Name.Length is 0 or > LongestName || request.Name.Any(char.IsControl) || string.IsNullOrWhiteSpace(request.Name))
        {
            throw new Refusal(ErrorCode.InvalidValue, "the token's name is not acceptable", request.Name, $"give 1 to {LongestName} printable characters that tell who uses it");
        }

        if (request.Name.StartsWith(Caller.LocalPrefix, StringComparison.Ordinal))
        {
            throw new Refusal(ErrorCode.InvalidValue, "the audit log would take this token for a user of the registry's machine", request.Name, $"choose a name that does not begin with '{Caller.LocalPrefix}'");
        }

        var role = RoleText.TryParse(request.Role) ?? throw new Refusal(ErrorCode.InvalidValue, "there is no such role", request.Role, $"use {RoleText.Accepted}");
        if (request.Project is not null && role == Role.Admin)
        {
            throw new Refusal(ErrorCode.InvalidValue, "an administrator is for all projects", request.Project, "leave out 'project', or use another role");
        }

        return request.ExpiresAt is { } expires && expires <= clock.GetUtcNow()
            ? throw new Refusal(ErrorCode.InvalidValue, "the token would have expired already", expires.ToString("O", CultureInfo.InvariantCulture), "give a time to come")
            : new(request.Name, role, request.Project is null ? null : Input.Project(request.Project).Text, request.ExpiresAt);
    }
}
