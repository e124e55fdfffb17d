using Mlp.Server.Access;
using Mlp.Server.Compatibility;
using Mlp.Server.Database;
using Mlp.Server.Events;
using Mlp.Server.Types;
using Mlp.Wire;

namespace Mlp.Server.Parameters;

/// <summary>Creating a parameters version: its number, its links and the pairs it changes come to be in one act.</summary>
internal static class Publishing
{
    public static async Task<ParametersVersionInfo> Publish(Session session, Caller caller, PublishRequest request)
    {
        var type = await ModelTypes.Find(session, request.Type);
        var mtv = await ModelTypes.FindVersion(session, type, request.TypeVersion.ToString());
        var project = caller.Project ?? type.Project;
        await Ownership.Demand(session, Ownership.Type, type.Name, type.Project, project);
        var nameId = await FindOrCreateName(session, request.Name, owner: type.Project, project);
        var version = await Number(session, nameId, request, mtv);
        var mpv = await Insert(session, nameId, request, mtv, version);
        await session.Audit(
            EventKind.ParametersVersionCreated, $"{request.Name}@{version}",
            new { digest = request.Digest.Text, type = type.Name, typeVersion = mtv.Version, auto = request.Version is null });
        return await ParametersNames.ReadVersion(session, mpv.Id);
    }

    private static async Task<long> FindOrCreateName(Session session, Name name, string owner, string project)
    {
        if (await ParametersNames.TryFind(session, name) is { } known)
        {
            await Ownership.Demand(session, Ownership.Parameters, name.Text, known.Project, project);
            return known.Id;
        }

        var id = session.NewId();
        await session.Execute(
            "INSERT INTO parameters (id, name, project_id, created_at) VALUES (@id, @Text, @projectId, @Now)",
            new { id, name.Text, projectId = await Ownership.ProjectId(session, owner), session.Now });
        return id;
    }

    private static async Task<ParametersVersion> Number(Session session, long nameId, PublishRequest request, MtvKeyRow mtv)
    {
        if (request.Version is { } given)
        {
            return await Versions.Mpv(session, nameId, given) is null
                ? given
                : throw new Refusal(ErrorCode.VersionExists, $"'{request.Name}' {given} exists", given.ToString(), "versions are never replaced: publish with another version, or AUTO");
        }

        var highestOfMajor = await Versions.HighestMpvOfMajor(session, nameId, mtv.Major);
        var highest = highestOfMajor ?? await Versions.HighestMpv(session, nameId);
        return NextVersion.After((int)mtv.Major, highestOfMajor?.Version, highest?.Version) switch
        {
            NextVersion.Generated generated => generated.Version,
            NextVersion.Ambiguous either => throw new Refusal(
                ErrorCode.Ambiguous,
                $"'{request.Name}' has {highest!.Version} but no {mtv.Major}.x, so AUTO from {request.Type} {mtv.Version} could mean {either.OfThisMajor} or {either.AfterTheHighest}",
                $"{either.OfThisMajor} {either.AfterTheHighest}",
                $"publish with version {either.OfThisMajor} or {either.AfterTheHighest}"),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static async Task<MpvKeyRow> Insert(Session session, long nameId, PublishRequest request, MtvKeyRow mtv, ParametersVersion version)
    {
        var experimental = mtv.Prerelease != 0;
        var parent = experimental || !request.Inherit ? null : await Versions.MpvBefore(session, nameId, version);
        var changes = new LinkChanges(session);
        var id = session.NewId();
        var chainId = await changes.Chains.Join(id, parent?.Link, passesOn: !experimental);
        var mpv = new MpvKeyRow { Id = id, NameId = nameId, Major = version.Major, Minor = version.Minor, MtvId = mtv.Id, ChainId = chainId };
        await session.Execute(
            """
            INSERT INTO mpv (id, name_id, major, minor, chain_id, mtv_id, experimental, digest, metadata, created_at, created_by)
            VALUES (@Id, @NameId, @Major, @Minor, @ChainId, @MtvId, @experimental, @digest, @metadata, @Now, @Actor)
            """,
            new
            {
                mpv.Id,
                mpv.NameId,
                mpv.Major,
                mpv.Minor,
                mpv.ChainId,
                mpv.MtvId,
                experimental = experimental ? 1 : 0,
                digest = request.Digest.Text,
                metadata = RecordJson.Write(request.Metadata),
                session.Now,
                session.Actor,
            });
        await VersionMetadata.Save(session, id, "parameters-version", request.Metadata);
        await LatestVersions.MpvCreated(session, nameId, mpv);
        var links = await changes.Published(mtv, mpv);
        await new Pairs(session, changes.Chains).MpvCreated(mpv, mtv, links);
        return mpv;
    }
}
