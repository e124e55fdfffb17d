using Mlp.Server.Access;
using Mlp.Server.Compatibility;
using Mlp.Server.Database;
using Mlp.Server.Events;
using Mlp.Server.Parameters;
using Mlp.Server.Types;
using Mlp.Wire;

namespace Mlp.Server.Deployments;

/// <summary>What served where, from when to when. One pair serves at a time on one target.</summary>
internal static class DeploymentRecord
{
    public static async Task<Deployment> Start(Session session, Caller caller, RecordDeployment request)
    {
        var target = Input.Text(request.Target, "target", 256);
        var image = request.ImageDigest is null ? null : Input.Digest(request.ImageDigest).Text;
        var endpoint = Input.OptionalWebAddress(request.Endpoint, "endpoint", 1024);
        var type = Input.Name(request.Type);
        caller.DemandProject((await ModelTypes.Find(session, type)).Project);
        var mtv = await ModelTypes.FindVersion(session, type, Input.TypeVersion(request.TypeVersion).ToString());
        var mpv = await ParametersNames.FindVersion(session, Input.Name(request.Parameters), Input.ParametersVersion(request.ParametersVersion).ToString());
        await DemandLink(session, request, mtv, mpv);
        var pair = new { mtv.TypeId, mpv.NameId, target, session.Now, session.Actor };
        await session.Execute(
            "UPDATE deployment SET ended_at = @Now, ended_by = @Actor WHERE type_id = @TypeId AND name_id = @NameId AND target = @target AND ended_at IS NULL", pair);
        var id = session.NewId();
        await session.Execute(
            """
            INSERT INTO deployment (id, type_id, name_id, mtv_id, mpv_id, target, image_digest, endpoint, started_at, started_by)
            VALUES (@id, @TypeId, @NameId, @mtvId, @mpvId, @target, @image, @endpoint, @Now, @Actor)
            """,
            new { id, pair.TypeId, pair.NameId, mtvId = mtv.Id, mpvId = mpv.Id, target, image, endpoint, session.Now, session.Actor });
        await session.Audit(EventKind.DeploymentStarted, $"{request.Type}/{request.Parameters}", new { id, request.TypeVersion, request.ParametersVersion, target, image });
        return await Find(session, id);
    }

    public static async Task<Deployment> End(Session session, Caller caller, long id)
    {
        var deployment = await Find(session, id);
        caller.DemandProject((await ModelTypes.Find(session, Input.Name(deployment.Type))).Project);
        if (deployment.EndedAt is null)
        {
            await session.Execute("UPDATE deployment SET ended_at = @Now, ended_by = @Actor WHERE id = @id", new { session.Now, session.Actor, id });
            await session.Audit(EventKind.DeploymentEnded, $"{deployment.Type}/{deployment.Parameters}", new { id, deployment.Target });
        }

        return await Find(session, id);
    }

    public static async Task<Page<Deployment>> List(Session session, DeploymentFilter filter, int limit, long before)
    {
        var rows = await session.Query<DeploymentRow>(
            $"""
            {DeploymentRow.Query}
            WHERE d.id < @before AND (@Type IS NULL OR t.name = @Type) AND (@Parameters IS NULL OR n.name = @Parameters) AND (@Target IS NULL OR d.target = @Target)
              AND (@at IS NULL OR (d.started_at <= @at AND (d.ended_at IS NULL OR d.ended_at > @at)))
            ORDER BY d.id DESC LIMIT @take
            """,
            new { before, filter.Type, filter.Parameters, filter.Target, at = filter.At?.ToUnixTimeMilliseconds(), take = limit + 1 });
        return new([.. rows.Take(limit).Select(row => row.ToWire())], rows.Count > limit ? $"{rows[limit - 1].Id}" : null);
    }

    private static async Task<Deployment> Find(Session session, long id) =>
        (await session.First<DeploymentRow>($"{DeploymentRow.Query} WHERE d.id = @id", new { id }))?.ToWire()
        ?? throw Input.NotFound("deployment", $"{id}", "list deployments for their ids");

    private static async Task DemandLink(Session session, RecordDeployment request, MtvKeyRow mtv, MpvKeyRow mpv)
    {
        var links = await Links.Between(mtv.TypeId, mpv.NameId, session, new(session));
        if (!await links.Exists(mtv.Link, mpv.Link))
        {
            throw new Refusal(
                ErrorCode.NotCompatible,
                $"'{request.Type}' {request.TypeVersion} and '{request.Parameters}' {request.ParametersVersion} are not linked",
                request.ParametersVersion,
                "deploy a compatible pair, or add the link by hand first");
        }
    }
}
