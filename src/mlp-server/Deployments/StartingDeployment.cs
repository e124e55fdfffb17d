using Mlp.Server.Access;
using Mlp.Server.Compatibility;
using Mlp.Server.Database;
using Mlp.Server.Parameters;
using Mlp.Server.Types;
using Mlp.Wire;

namespace Mlp.Server.Deployments;

/// <summary>A pair is to serve on a target. Where the registry rolls out itself this is the wish, which its rollouts fulfil.</summary>
internal static class StartingDeployment
{
    public static async Task<StartedDeployment> Start(Session session, Caller caller, DeploymentRequest request)
    {
        var type = await ModelTypes.Find(session, request.Type);
        caller.DemandProject(type.Project);
        var mtv = await ModelTypes.FindVersion(session, type, request.TypeVersion.ToString());
        var mpv = await ParametersNames.FindVersion(session, request.Parameters, request.ParametersVersion.ToString());
        await DemandLink(session, request, mtv, mpv);
        if (request.IsOurs)
        {
            await DemandStandalone(session, request, mtv);
        }

        if (request.Error is { } error)
        {
            return new("failed", await InsertFailed(session, request, error, mtv, mpv));
        }

        var active = await Active(session, mtv.TypeId, mpv.NameId, request.Target);
        var serving = active.FirstOrDefault(row => row.State == DeploymentState.Serving);
        var wanted = Wanted(request, serving);
        if (active is [.., var latest] && IsThatAlready(latest, request, wanted))
        {
            return new(latest.State == DeploymentState.Serving ? "unchanged" : "started", latest.ToWire());
        }

        await Supersede(session, active);
        return new("started", await Insert(session, request, wanted, mtv, mpv));
    }

    private static Task<IReadOnlyList<DeploymentRow>> Active(Session session, long typeId, long nameId, string target) =>
        session.Query<DeploymentRow>(
            $"{DeploymentRow.Query} WHERE d.type_id = @typeId AND d.name_id = @nameId AND d.target = @target AND d.state IN ('starting', 'serving') ORDER BY d.id",
            new { typeId, nameId, target });

    // An upgrade of the registry changes nothing by itself: a pair keeps the serving layer that it runs on.
    private static string? Wanted(DeploymentRequest request, DeploymentRow? serving) => request.Serving ?? (request.Refresh ? null : serving?.Serving);

    private static bool IsThatAlready(DeploymentRow row, DeploymentRequest request, string? serving) =>
        (row.TypeVersion, row.Parameters, row.ToWire().ParametersVersion) == (request.TypeVersion.ToString(), request.Parameters.Text, request.ParametersVersion.ToString())
        && row.Image == request.Image
        && (request.IsOurs ? row.Serving == serving && !request.Refresh : row.Endpoint == request.Endpoint && row.Serving == request.Serving && row.Base == request.Base);

    // Of several wishes for one pair the last counts. Where somebody else rolls out, what is told is done.
    private static async Task Supersede(Session session, IReadOnlyList<DeploymentRow> active)
    {
        foreach (var row in active.Where(row => row.State == DeploymentState.Starting))
        {
            await DeploymentRecord.Fail(session, row, "another version was deployed before this one was ready");
        }
    }

    private static async Task<Deployment> Insert(Session session, DeploymentRequest request, string? serving, MtvKeyRow mtv, MpvKeyRow mpv)
    {
        var id = await InsertStarting(session, request, serving, mtv, mpv);
        return request.IsOurs ? await DeploymentRecord.Find(session, id) : await DeploymentRecord.Serves(session, id, serving);
    }

    // What serves there, or is on its way, has nothing to do with it.
    private static async Task<Deployment> InsertFailed(Session session, DeploymentRequest request, string error, MtvKeyRow mtv, MpvKeyRow mpv)
    {
        var id = await InsertStarting(session, request, request.Serving, mtv, mpv);
        await DeploymentRecord.Fail(session, (await session.First<DeploymentRow>($"{DeploymentRow.Query} WHERE d.id = @id", new { id }))!, error);
        return await DeploymentRecord.Find(session, id);
    }

    private static async Task<long> InsertStarting(Session session, DeploymentRequest request, string? serving, MtvKeyRow mtv, MpvKeyRow mpv)
    {
        var row = new
        {
            Id = session.NewId(),
            mtv.TypeId,
            mpv.NameId,
            MtvId = mtv.Id,
            MpvId = mpv.Id,
            request.Target,
            request.Image,
            Endpoint = request.IsOurs ? $"/serve/{request.Type}/{request.Parameters}" : request.Endpoint,
            serving,
            request.Base,
            session.Now,
            session.Actor,
        };
        await session.Execute(
            """
            INSERT INTO deployment (id, type_id, name_id, mtv_id, mpv_id, target, state, image, endpoint, serving, base, started_at, started_by)
            VALUES (@Id, @TypeId, @NameId, @MtvId, @MpvId, @Target, 'starting', @Image, @Endpoint, @serving, @Base, @Now, @Actor)
            """,
            row);
        return row.Id;
    }

    private static async Task DemandStandalone(Session session, DeploymentRequest request, MtvKeyRow mtv)
    {
        var known = await ModelTypes.ReadVersion(session, mtv.Id);
        if (!known.Standalone)
        {
            throw new Refusal(
                ErrorCode.NotStandalone, $"'{request.Type}' {mtv.Version} is not declared as standalone: it is for applications that embed it", request.Type.Text,
                "declare it with [assembly: MlpModel(typeof(…), Standalone = true)] and release that");
        }

        if (known.BundleDigest is null)
        {
            throw new Refusal(ErrorCode.BundleMissing, $"'{request.Type}' {mtv.Version} was registered without a bundle", mtv.Version, "release it with 'mlp register', which pushes the bundle");
        }
    }

    private static async Task DemandLink(Session session, DeploymentRequest request, MtvKeyRow mtv, MpvKeyRow mpv)
    {
        var links = await Links.Between(mtv.TypeId, mpv.NameId, session, new(session));
        if (!await links.Exists(mtv.Link, mpv.Link))
        {
            throw new Refusal(
                ErrorCode.NotCompatible,
                $"'{request.Type}' {request.TypeVersion} and '{request.Parameters}' {request.ParametersVersion} are not linked",
                request.ParametersVersion.ToString(),
                "deploy a compatible pair, or add the link by hand first");
        }
    }
}
