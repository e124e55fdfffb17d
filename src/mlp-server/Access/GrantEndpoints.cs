using Microsoft.AspNetCore.Mvc;
using Mlp.Server.Database;
using Mlp.Server.Hosting;
using Mlp.Server.Search;
using Mlp.Wire;

namespace Mlp.Server.Access;

internal static class GrantEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/grants", List).Require(Role.Reader).WithSummary("Lists which projects may use names of others");
        api.MapPut("/grants", Add).Require(Role.Publisher).Produces<Grant>().WithSummary("Lets another project use a name; for the owner's publishers");
        api.MapDelete("/grants", Remove).Require(Role.Publisher).Produces<Grant>().WithSummary("Takes a grant back; what was published under it stays");
    }

    private static async Task<Page<Grant>> List(string? kind, string? name, Paging paging, Store store, Ct ct)
    {
        var cursor = paging.Cursor(GrantCursor.TryParse) ?? GrantCursor.Beginning;
        var (ofKind, ofName) = (kind is null ? null : Kind(kind), name is null ? null : Input.Name(name));
        var rows = await store.Read(
            async session =>
            {
                await (ofName is null ? Task.CompletedTask : FilteredNames.DemandEither(session, ofKind, ofName));
                return await Grants.List(session, ofKind, ofName?.Text, cursor, paging.Rows);
            },
            ct);
        return paging.Cut(rows, row => row.ToWire(), GrantCursor.Of);
    }

    private static Task<IResult> Add(Grant body, Caller caller, Changes changes, HttpContext context)
    {
        var grant = Check(body);
        return changes.Run(context, body, session => Grants.Add(session, caller, grant));
    }

    private static Task<IResult> Remove([FromBody] Grant body, Caller caller, Changes changes, HttpContext context)
    {
        var grant = Check(body);
        return changes.Run(context, body, session => Grants.Remove(session, caller, grant));
    }

    private static Grant Check(Grant grant) => new(Kind(grant.Kind), Input.Name(grant.Name).Text, Input.Project(grant.Project).Text);

    private static string Kind(string text) => Input.OneOf(text, "kind", Ownership.Type, Ownership.Parameters);
}
