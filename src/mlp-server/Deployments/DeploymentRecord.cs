using Mlp.Server.Access;
using Mlp.Server.Database;
using Mlp.Server.Events;
using Mlp.Server.Types;
using Mlp.Wire;

namespace Mlp.Server.Deployments;

/// <summary>What served where, from when to when. One pair serves at a time on one target.</summary>
internal static class DeploymentRecord
{
    private const int LongestError = 4000;

    public static async Task<Deployment> Find(Session session, long id) =>
        (await session.First<DeploymentRow>($"{DeploymentRow.Query} WHERE d.id = @id", new { id }))?.ToWire()
        ?? throw Input.NotFound("deployment", $"{id}", "list deployments for their ids");

    public static async Task<Page<Deployment>> List(Session session, DeploymentFilter filter, int limit, long before)
    {
        var rows = await session.Query<DeploymentRow>(
            $"""
            {DeploymentRow.Query}
            WHERE d.id < @before AND (@Type IS NULL OR t.name = @Type) AND (@Parameters IS NULL OR n.name = @Parameters) AND (@Target IS NULL OR d.target = @Target)
              AND (@State IS NULL OR d.state = @State)
              AND (@at IS NULL OR (d.state IN ('serving', 'ended') AND d.started_at <= @at AND (d.ended_at IS NULL OR d.ended_at > @at)))
            ORDER BY d.id DESC LIMIT @take
            """,
            new { before, filter.Type, filter.Parameters, filter.Target, filter.State, at = filter.At?.ToUnixTimeMilliseconds(), take = limit + 1 });
        return new([.. rows.Take(limit).Select(row => row.ToWire())], rows.Count > limit ? $"{rows[limit - 1].Id}" : null);
    }

    /// <summary>It serves from now on, and what served there before does no more.</summary>
    public static async Task<Deployment> Serves(Session session, long id, string? serving)
    {
        await session.Execute(
            """
            UPDATE deployment SET state = 'ended', ended_at = @Now, ended_by = @Actor
            WHERE state = 'serving' AND id <> @id AND EXISTS
              (SELECT 1 FROM deployment d WHERE d.id = @id AND d.type_id = deployment.type_id AND d.name_id = deployment.name_id AND d.target = deployment.target)
            """,
            new { id, session.Now, session.Actor });
        await session.Execute("UPDATE deployment SET state = 'serving', serving = @serving, started_at = @Now WHERE id = @id", new { id, serving, session.Now });
        var deployment = await Find(session, id);
        await session.Audit(
            EventKind.DeploymentStarted, $"{deployment.Type}/{deployment.Parameters}",
            new { id, deployment.TypeVersion, deployment.ParametersVersion, deployment.Target, deployment.Image, deployment.Serving });
        return deployment;
    }

    public static async Task Fail(Session session, DeploymentRow row, string error)
    {
        await session.Execute(
            "UPDATE deployment SET state = 'failed', error = @error, ended_at = @Now, ended_by = @Actor WHERE id = @Id AND state = 'starting'",
            new { row.Id, error = error[..Math.Min(error.Length, LongestError)], session.Now, session.Actor });
        await session.Audit(EventKind.DeploymentFailed, $"{row.Type}/{row.Parameters}", new { row.Id, row.TypeVersion, row.ToWire().ParametersVersion, row.Target, error });
    }

    public static async Task<Deployment> End(Session session, Caller caller, long id)
    {
        var deployment = await Find(session, id);
        caller.DemandProject((await ModelTypes.Find(session, Input.Name(deployment.Type))).Project);
        if (deployment.EndedAt is not null)
        {
            return deployment;
        }

        var state = deployment.State == DeploymentState.Serving ? DeploymentState.Ended : DeploymentState.Failed;
        var error = state == DeploymentState.Failed ? "it was ended before it was ready" : null;
        await session.Execute("UPDATE deployment SET state = @state, error = @error, ended_at = @Now, ended_by = @Actor WHERE id = @id", new { state, error, session.Now, session.Actor, id });
        await session.Audit(EventKind.DeploymentEnded, $"{deployment.Type}/{deployment.Parameters}", new { id, deployment.Target });
        return await Find(session, id);
    }
}
