using Mlp.Server.Access;
using Mlp.Server.Database;
using Mlp.Server.Hosting;
using Mlp.Server.Search;
using Mlp.Server.Serving;
using Mlp.Wire;

namespace Mlp.Server.Deployments;

internal static class DeploymentEndpoints
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan AskedEvery = TimeSpan.FromMilliseconds(50);

    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/deployments", Start).Require(Role.Deployer).Produces<StartedDeployment>().WithSummary("Lets a pair serve on a target; on the registry's own targets it is rolled out");
        api.MapPost("/deployments/{id:long}/end", End).Require(Role.Deployer).Produces<Deployment>().WithSummary("Lets a pair serve no more");
        api.MapGet("/deployments", List).Require(Role.Reader).WithSummary("Lists what serves and what served where, the newest first");
        api.MapGet("/deployments/{id:long}", Get).Require(Role.Reader).WithSummary("A deployment; with wait=true, as soon as it is rolled out or has failed, for 20 s at most");
    }

    private static async Task<IResult> Start(StartDeployment body, Caller caller, Changes changes, RolloutTargets targets, HttpContext context)
    {
        var request = DeploymentRequest.Check(body);
        targets.Demand(request);
        var answer = await changes.Run(context, body, session => StartingDeployment.Start(session, caller, request));
        targets.Wake();
        return answer;
    }

    private static async Task<IResult> End(long id, Caller caller, Changes changes, RolloutTargets targets, HttpContext context)
    {
        var answer = await changes.Run(context, new { id }, session => DeploymentRecord.End(session, caller, id));
        targets.Wake();
        return answer;
    }

    private static async Task<Deployment> Get(long id, bool? wait, Store store, TimeProvider clock, Ct ct)
    {
        var began = clock.GetTimestamp();
        while (true)
        {
            var deployment = await store.Read(session => DeploymentRecord.Find(session, id), ct);
            if (wait != true || deployment.State != DeploymentState.Starting || clock.GetElapsedTime(began) > LongestWait)
            {
                return deployment;
            }

            await Task.Delay(AskedEvery, clock, ct);
        }
    }

    private static Task<Page<Deployment>> List(string? type, string? parameters, string? target, string? at, string? state, Paging paging, Store store, Ct ct)
    {
        var filter = new DeploymentFilter(
            type is null ? null : Input.Name(type).Text,
            parameters is null ? null : Input.Name(parameters).Text,
            target,
            at is null ? null : Input.Time(at, "at"),
            state is null ? null : Input.OneOf(state, "state", DeploymentState.Starting, DeploymentState.Serving, DeploymentState.Failed, DeploymentState.Ended));
        return store.Read(
            async session =>
            {
                await FilteredNames.Demand(session, filter.Type, filter.Parameters);
                return await DeploymentRecord.List(session, filter, paging.Limit, paging.AfterId ?? long.MaxValue);
            },
            ct);
    }
}
