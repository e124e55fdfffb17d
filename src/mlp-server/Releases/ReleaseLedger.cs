using Mlp.Server.Database;
using Mlp.Server.Events;
using Mlp.Wire;

namespace Mlp.Server.Releases;

/// <summary>Releases and their steps, read and appended.</summary>
internal static class ReleaseLedger
{
    public static async Task<ReleaseRow> Find(Session session, long id) =>
        await session.First<ReleaseRow>($"SELECT {ReleaseRow.Columns} FROM release r JOIN project p ON p.id = r.project_id WHERE r.id = @id", new { id })
        ?? throw Input.NotFound("release", $"{id}", "list releases for their ids");

    public static Task<ReleaseRow?> FindVersion(Session session, string project, TypeVersion version) =>
        session.First<ReleaseRow>(
            $"""
            SELECT {ReleaseRow.Columns} FROM release r JOIN project p ON p.id = r.project_id
            WHERE p.name = @project AND r.version = @version AND r.state <> 'abandoned'
            """,
            new { project, version = version.ToString() });

    public static async Task<Release> Read(Session session, long id) => await Whole(session, await Find(session, id));

    public static async Task<Release> Whole(Session session, ReleaseRow row) => row.ToWire(
        [.. (await session.Query<ReleaseStepRow>("SELECT step, state, digest, error, time, actor FROM release_step WHERE release_id = @Id ORDER BY id", new { row.Id })).Select(step => step.ToWire())]);

    public static async Task<Page<Release>> List(Session session, ReleaseFilter filter, int limit, long before)
    {
        var rows = await session.Query<ReleaseRow>(
            $"""
            SELECT {ReleaseRow.Columns} FROM release r JOIN project p ON p.id = r.project_id
            WHERE r.id < @before AND (@Project IS NULL OR p.name = @Project) AND (@Tag IS NULL OR r.tag = @Tag) AND (@State IS NULL OR r.state = @State)
            ORDER BY r.id DESC LIMIT @take
            """,
            new { before, filter.Project, filter.Tag, filter.State, take = limit + 1 });
        var shown = new List<Release>();
        foreach (var row in rows.Take(limit))
        {
            shown.Add(await Whole(session, row));
        }

        return new(shown, rows.Count > limit ? $"{shown[^1].Id}" : null);
    }

    /// <summary>Appends a step's state. A finished step is proved by its digest: the same again changes nothing, another is refused.</summary>
    public static async Task<Release> Append(Session session, ReleaseRow release, RecordStep step)
    {
        _ = Input.OneOf(step.Step, "step", [.. ReleaseSteps.All.Where(name => name != "registered")]);
        _ = Input.OneOf(step.State, "state", "started", "done", "failed");
        var digest = step.Digest is null ? null : Input.Digest(step.Digest).Text;
        RefuseAbandoned(release);
        RefuseTooEarly(release, step);
        var done = await session.First<ReleaseStepRow>(
            "SELECT step, state, digest FROM release_step WHERE release_id = @Id AND step = @Step AND state = 'done' ORDER BY id DESC LIMIT 1",
            new { release.Id, step.Step });
        if (step.State == "done" && done is not null && string.Equals(done.Digest, digest, StringComparison.Ordinal))
        {
            return await Whole(session, release);
        }

        if (step.State == "done" && done is not null && IsLasting(step.Step))
        {
            throw ProvedOtherwise(release, step, done);
        }

        await Record(session, release.Id, step with { Digest = digest, Error = step.Error?[..Math.Min(step.Error.Length, 4000)] });
        await session.Audit(EventKind.ReleaseStep, $"{release.Project}@{release.Version}", new { release.Id, step.Step, step.State, digest });
        return await Whole(session, release);
    }

    public static Task Record(Session session, long releaseId, RecordStep step) =>
        session.Execute(
            "INSERT INTO release_step (id, release_id, step, state, digest, error, time, actor) VALUES (@id, @releaseId, @Step, @State, @Digest, @Error, @Now, @Actor)",
            new { id = session.NewId(), releaseId, step.Step, step.State, step.Digest, step.Error, session.Now, session.Actor });

    public static void RefuseAbandoned(ReleaseRow release)
    {
        if (release.State == ReleaseState.Abandoned)
        {
            throw new Refusal(ErrorCode.ReleaseNotOpen, $"release {release.Id} of '{release.Tag}' was given up", $"{release.Id}", "open the tag's release again");
        }
    }

    // Images are made of what is registered: a ledger that says otherwise would be resumed from the wrong place.
    private static void RefuseTooEarly(ReleaseRow release, RecordStep step)
    {
        if (release.State != ReleaseState.Registered && ReleaseSteps.AfterRegistered.Contains(step.Step))
        {
            throw new Refusal(ErrorCode.ReleaseNotRegistered, $"release {release.Id} of '{release.Tag}' is not registered, and step '{step.Step}' comes after that", step.Step, "complete the release first");
        }
    }

    // What has left the builder is never replaced. Until then it may be built again, with another SDK too; and images and
    // roll-outs are made again as weights change.
    private static bool IsLasting(string step) => step is "package-pushed" or "bundle-pushed";

    private static Refusal ProvedOtherwise(ReleaseRow release, RecordStep step, ReleaseStepRow done) => new(
        ErrorCode.StepProvedOtherwise,
        $"step '{step.Step}' of release {release.Id} was finished with {done.Digest ?? "no digest"}",
        step.Digest,
        "build with the same SDK and commit; recorded bytes are never replaced");
}
