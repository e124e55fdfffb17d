using Mlp.Server.Access;
using Mlp.Server.Database;
using Mlp.Server.Hosting;
using Mlp.Server.Search;
using Mlp.Wire;

namespace Mlp.Server.Deployments;

internal static class DeploymentEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/deployments", Start).Require(Role.Deployer).Produces<Deployment>(StatusCodes.Status201Created).WithSummary("Records that a pair serves on a target from now on");
        api.MapPost("/deployments/{id:long}/end", End).Require(Role.Deployer).Produces<Deployment>().WithSummary("Records that a pair serves no more");
        api.MapGet("/deployments", List).Require(Role.Reader).WithSummary("Lists what served where, the newest first");
    }

    private static Task<IResult> Start(RecordDeployment body, Caller caller, Changes changes, HttpContext context) =>
        changes.Run(context, body, session => DeploymentRecord.Start(session, caller, body), StatusCodes.Status201Created);

    private static Task<IResult> End(long id, Caller caller, Changes changes, HttpContext context) =>
        changes.Run(context, new { id }, session => DeploymentRecord.End(session, caller, id));

    private static Task<Page<Deployment>> List(string? type, string? parameters, string? target, string? at, Paging paging, Store store, Ct ct)
    {
        var filter = new DeploymentFilter(type is null ? null : Input.Name(type).Text, parameters is null ? null : Input.Name(parameters).Text, target, at is null ? null : Input.Time(at, "at"));
        return store.Read(
            async session =>
            {
                await FilteredNames.Demand(session, filter.Type, filter.Parameters);
                return await DeploymentRecord.List(session, filter, paging.Limit, paging.AfterId ?? long.MaxValue);
            },
            ct);
    }
}
