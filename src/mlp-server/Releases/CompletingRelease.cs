using Mlp.Server.Compatibility;
using Mlp.Server.Database;
using Mlp.Server.Events;
using Mlp.Wire;

namespace Mlp.Server.Releases;

/// <summary>Completing a release: all of its model type versions come to be at once, or none does.</summary>
internal static class CompletingRelease
{
    public static async Task<CompletedRelease> Complete(Session session, ReleaseRow release, Digest? bundle)
    {
        ReleaseLedger.RefuseAbandoned(release);
        var models = release.ReadModels();
        if (release.State == ReleaseState.Registered)
        {
            return await Answer(session, release, models, "unchanged");
        }

        await session.Execute(
            "UPDATE release SET state = 'registered', bundle_digest = @bundle, completed_at = @Now, code_unchanged_since = @since WHERE id = @Id",
            new { bundle = bundle?.Text, session.Now, release.Id, since = await FirstWithSameCode(session, release) });
        foreach (var model in models)
        {
            await Register(session, release, model, bundle);
        }

        await ReleaseLedger.Record(session, release.Id, new("registered", "done", bundle?.Text));
        await session.Audit(EventKind.ReleaseRegistered, $"{release.Project}@{release.Version}", new { release.Id, release.Tag, release.CommitId, models = models.Select(model => model.Name) });
        return await Answer(session, release, models, "registered");
    }

    private static async Task<string?> FirstWithSameCode(Session session, ReleaseRow release) =>
        release.CodeDigest is null ? null : await session.First<string>(
            "SELECT version FROM release WHERE project_id = @ProjectId AND code_digest = @CodeDigest AND state = 'registered' ORDER BY id LIMIT 1",
            new { release.ProjectId, release.CodeDigest });

    private static async Task<CompletedRelease> Answer(Session session, ReleaseRow release, IReadOnlyList<ReleasedModel> models, string outcome) =>
        new(await ReleaseLedger.Read(session, release.Id), [.. models.Select(model => new RegisteredModel(model.Name, release.Version, outcome))]);

    private static async Task Register(Session session, ReleaseRow release, ReleasedModel model, Digest? bundle)
    {
        var version = TypeVersion.TryParse(release.Version)!;
        var typeId = await session.First<long>("SELECT id FROM model_type WHERE name = @Name", new { model.Name });
        var parent = release.Inherit != 0 ? await Versions.MtvBefore(session, typeId, version) : null;
        var chains = new Chains(session);
        var id = session.NewId();
        var chain = await chains.Join(id, parent?.Link, passesOn: !version.IsPrerelease);
        var metadata = Input.Metadata(model.Metadata);
        await Insert(session, release, model, new(id, typeId, chain, version, bundle?.Text), metadata);
        await VersionMetadata.Save(session, id, "type-version", metadata);
        await LatestVersions.MtvCreated(session, typeId, id, version, model);
        await new Pairs(session, chains).MtvCreated(id, parent, version.IsPrerelease);
        await session.Audit(
            EventKind.TypeVersionCreated, $"{model.Name}@{release.Version}",
            new { release = release.Id, release.Project, release.Tag, release.CommitId, inheritedFrom = parent?.Version });
    }

    private static Task Insert(Session session, ReleaseRow release, ReleasedModel model, NewMtv mtv, IReadOnlyDictionary<string, string> metadata) =>
        session.Execute(
            """
            INSERT INTO mtv (id, type_id, version, major, sort_key, prerelease, chain_id, release_id, bundle_digest, class, assembly, standalone, description, metadata, input, output, created_at, created_by)
            VALUES (@Id, @TypeId, @version, @major, @sortKey, @prerelease, @Chain, @releaseId, @Bundle, @Class, @Assembly, @standalone, @Description, @metadata, @Input, @Output, @Now, @Actor)
            """,
            new
            {
                mtv.Id,
                mtv.TypeId,
                version = mtv.Version.ToString(),
                major = (long)mtv.Version.Major,
                sortKey = mtv.Version.SortKey,
                prerelease = mtv.Version.IsPrerelease ? 1 : 0,
                mtv.Chain,
                releaseId = release.Id,
                mtv.Bundle,
                model.Class,
                model.Assembly,
                standalone = model.Standalone ? 1 : 0,
                model.Description,
                metadata = RecordJson.Write(metadata),
                model.Input,
                model.Output,
                session.Now,
                session.Actor,
            });

    private sealed record NewMtv(long Id, long TypeId, long Chain, TypeVersion Version, string? Bundle);
}
