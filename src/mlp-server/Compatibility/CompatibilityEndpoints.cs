using Mlp.Server.Access;
using Mlp.Server.Database;
using Mlp.Server.Hosting;
using Mlp.Server.Search;
using Mlp.Wire;

namespace Mlp.Server.Compatibility;

internal static class CompatibilityEndpoints
{
    private const int LargestPageOfPairs = 100_000;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/compatibility", List).Require(Role.Reader).WithSummary("Lists links, with their origins");
        api.MapPost("/compatibility/add", Add).Require(Role.Publisher).Produces<ChangedLink>().WithSummary("Adds a link by hand");
        api.MapPost("/compatibility/remove", Remove).Require(Role.Publisher).Produces<ChangedLink>().WithSummary("Removes a link by hand");
        api.MapGet("/pairs", ListPairs).Require(Role.Reader).AllowPagesUpTo(LargestPageOfPairs).WithSummary("Lists the latest model of each type and parameters name");
        api.MapGet("/why", Explain).Require(Role.Reader).WithSummary("Tells which versions are chosen, by which rule, and why others are not");
    }

    private static Task<Page<CompatibilityLink>> List(
        string? type, string? typeVersion, string? parameters, string? parametersVersion, Paging paging, Store store, Ct ct)
    {
        var filter = LinkFilter.Parse(type, typeVersion, parameters, parametersVersion);
        var after = paging.Cursor(LinkCursor.TryParse);
        return store.Read(session => new LinkListing(session, filter).Read(paging.Limit, after), ct);
    }

    private static Task<IResult> Add(ChangeLink body, Caller caller, Changes changes, HttpContext context) =>
        Change(body, linked: true, caller, changes, context);

    private static Task<IResult> Remove(ChangeLink body, Caller caller, Changes changes, HttpContext context) =>
        Change(body, linked: false, caller, changes, context);

    private static Task<IResult> Change(ChangeLink body, bool linked, Caller caller, Changes changes, HttpContext context)
    {
        var link = LinkRequest.Check(body);
        return changes.Run(context, body, session => link.Change(session, caller, linked));
    }

    private static Task<Page<Pair>> ListPairs(string? type, string? parameters, string? project, bool? standalone, Paging paging, Store store, Ct ct)
    {
        var filter = PairFilter.Parse(type, parameters, project, standalone);
        var after = paging.Cursor(PairCursor.TryParse) ?? PairCursor.Beginning;
        return store.Read(
            async session =>
            {
                await FilteredNames.Demand(session, filter.Type, filter.Parameters, filter.Project);
                return await PairListing.List(session, filter, paging.Limit, after);
            },
            ct);
    }

    private static Task<Why> Explain(string type, string parameters, string? typeVersion, string? parametersVersion, Store store, Ct ct)
    {
        var (typeName, name) = (Input.Name(type), Input.Name(parameters));
        var ofType = typeVersion is null ? null : Input.TypeVersion(typeVersion);
        var ofParameters = parametersVersion is null ? null : Input.ParametersVersion(parametersVersion);
        return store.Read(session => new Choosing(session).Explain(typeName, name, ofType, ofParameters), ct);
    }
}
