using Mlp.Server.Access;
using Mlp.Server.Database;
using Mlp.Server.Hosting;
using Mlp.Server.Search;
using Mlp.Server.Storage;
using Mlp.Wire;

namespace Mlp.Server.Releases;

internal static class ReleaseEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/releases", Open).Require(Role.Publisher).Produces<OpenedRelease>().WithSummary("Opens a release: claims its names and versions, or answers from the record");
        api.MapPost("/releases/check", Check).Require(Role.Reader).WithSummary("Answers what opening a release would; nothing is written");
        api.MapPost("/releases/plan", Plan).Require(Role.Reader).WithSummary("What registering a release would come to; nothing is written");
        api.MapGet("/releases", List).Require(Role.Reader).WithSummary("Lists releases, the newest first");
        api.MapGet("/releases/{id:long}", Get).Require(Role.Reader).WithSummary("A release with its steps");
        api.MapPost("/releases/{id:long}/steps", Append).Require(Role.Publisher).Produces<Release>().WithSummary("Appends a step's state to the ledger");
        api.MapPost("/releases/{id:long}/complete", Complete).Require(Role.Publisher).Produces<CompletedRelease>().WithSummary("Registers all models of a release in one transaction");
        api.MapDelete("/releases/{id:long}", Abandon).Require(Role.Publisher).Produces<Release>().WithSummary("Gives an open release up; what it claimed is free again");
    }

    private static Task<IResult> Open(OpenRelease body, Caller caller, Changes changes, HttpContext context)
    {
        var request = ReleaseRequest.Check(body, caller);
        return changes.Run(context, body, session => OpeningRelease.Open(session, request));
    }

    private static Task<OpenedRelease> Check(OpenRelease body, Caller caller, Store store, Ct ct)
    {
        var request = ReleaseRequest.Check(body, caller);
        return store.Read(session => OpeningRelease.Check(session, request), ct);
    }

    private static Task<ReleasePlan> Plan(OpenRelease body, Caller caller, Store store, Ct ct)
    {
        var request = ReleaseRequest.Check(body, caller);
        return store.Try(caller.Name, session => new PlanningRelease(session).Plan(request), ct);
    }

    private static Task<Page<Release>> List(string? project, string? tag, string? state, Paging paging, Store store, Ct ct)
    {
        var filter = new ReleaseFilter(
            project is null ? null : Input.Project(project).Text,
            tag,
            state is null ? null : Input.OneOf(state, "state", ReleaseState.Open, ReleaseState.Registered, ReleaseState.Abandoned));
        return store.Read(
            async session =>
            {
                await FilteredNames.Demand(session, project: filter.Project);
                return await ReleaseLedger.List(session, filter, paging.Limit, paging.AfterId ?? long.MaxValue);
            },
            ct);
    }

    private static Task<Release> Get(long id, Store store, Ct ct) => store.Read(session => ReleaseLedger.Read(session, id), ct);

    private static Task<IResult> Append(long id, RecordStep body, Caller caller, Changes changes, HttpContext context) =>
        changes.Run(context, body, async session => await ReleaseLedger.Append(session, await Own(session, caller, id), body));

    private static async Task<IResult> Complete(long id, CompleteRelease body, Caller caller, Changes changes, IBlobStore blobs, HttpContext context)
    {
        var bundle = body.BundleDigest is null ? null : Input.Digest(body.BundleDigest);
        if (bundle is not null && await blobs.Length(bundle, context.RequestAborted) is null)
        {
            throw new Refusal(ErrorCode.BundleMissing, $"the bundle {bundle} was not uploaded", bundle.Text, "upload the bundle before completing the release");
        }

        return await changes.Run(context, body, async session => await CompletingRelease.Complete(session, await Own(session, caller, id), bundle));
    }

    private static Task<IResult> Abandon(long id, Caller caller, Changes changes, HttpContext context) =>
        changes.Run(context, new { id }, async session => await OpeningRelease.Abandon(session, await Own(session, caller, id)));

    private static async Task<ReleaseRow> Own(Session session, Caller caller, long id)
    {
        var release = await ReleaseLedger.Find(session, id);
        caller.DemandProject(release.Project);
        return release;
    }
}
