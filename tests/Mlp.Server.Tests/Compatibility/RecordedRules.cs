using Mlp.Server.Access;
using Mlp.Server.Compatibility;
using Mlp.Server.Database;
using Mlp.Server.Deployments;
using Mlp.Server.Parameters;
using Mlp.Server.Releases;
using Mlp.Server.Types;
using Mlp.Wire;

namespace Mlp.Server.Tests.Compatibility;

/// <summary>The registry's own rules, on a real database, in the words of the tests.</summary>
internal sealed class RecordedRules(Store store)
{
    public const string Project = "git.example.org/beams/tests";
    private static readonly Caller Admin = new("tester", Role.Admin, null, IsLocal: true);
    private static readonly Content Bytes = new(Digest.Of("weights"u8), 7, []);

    public Task<CompletedRelease> Register(string type, string version, bool inherit = true, string project = Project, bool standalone = false) =>
        RegisterAll([type], version, inherit, project, standalone);

    public Task<CompletedRelease> RegisterAll(IReadOnlyList<string> types, string version, bool inherit = true, string project = Project, bool standalone = false) =>
        store.Write("tester", async session =>
        {
            var opened = await OpeningRelease.Open(session, Request(types, version, inherit, project, standalone));
            return await CompletingRelease.Complete(session, await ReleaseLedger.Find(session, opened.Release.Id), null);
        }, Ct.None);

    /// <summary>Registers a model that can serve.</summary>
    public Task<CompletedRelease> RegisterService(string type, string version) =>
        store.Write("tester", async session =>
        {
            var opened = await OpeningRelease.Open(session, Request([type], version, inherit: true, Project, standalone: true));
            return await CompletingRelease.Complete(session, await ReleaseLedger.Find(session, opened.Release.Id), Digest.Of("bundle"u8));
        }, Ct.None);

    public Task<StartedDeployment> Deploy(StartDeployment wanted, Caller? caller = null) =>
        store.Write("tester", session => StartingDeployment.Start(session, caller ?? Admin, DeploymentRequest.Check(wanted)), Ct.None);

    /// <summary>What the rollouts do when a model is ready.</summary>
    public Task<Deployment> Serves(long id, string serving) => store.Write("registry", session => DeploymentRecord.Serves(session, id, serving), Ct.None);

    public async Task<IReadOnlyList<string>> Deployments(string type) =>
        [.. (await store.Read(session => DeploymentRecord.List(session, new(type, null, null, null, null), 100, long.MaxValue), Ct.None)).Items.Select(each => $"{each.TypeVersion}+{each.ParametersVersion} {each.Target} {each.State}")];

    public Task<CompletedRelease> RegisterCode(string type, string version, string code) =>
        store.Write("tester", async session =>
        {
            var request = Request([type], version, inherit: true, Project, standalone: false);
            var opened = await OpeningRelease.Open(session, request with { Wire = request.Wire with { CodeDigest = code } });
            return await CompletingRelease.Complete(session, await ReleaseLedger.Find(session, opened.Release.Id), null);
        }, Ct.None);

    public Task<ReleasePlan> Plan(IReadOnlyList<string> types, string version) =>
        store.Try("tester", session => new PlanningRelease(session).Plan(Request(types, version, inherit: true, Project, standalone: false)), Ct.None);

    public Task<OpenedRelease> Open(string type, string version, string project = Project, string commit = "a", bool? inherit = true) =>
        store.Write("tester", session => OpeningRelease.Open(session, Request([type], version, inherit, project, false, commit)), Ct.None);

    public Task<OpenedRelease> Check(string type, string version, bool? inherit) =>
        store.Read(session => OpeningRelease.Check(session, Request([type], version, inherit, Project, standalone: false)), Ct.None);

    public Task<string> Publish(string name, string type, string typeVersion, string version = "auto", bool inherit = true) =>
        store.Write("tester", async session =>
        {
            await ContentIndex.Save(session, Bytes);
            var request = PublishRequest.Check(name, new(Bytes.Digest.Text, type, typeVersion, version, Inherit: inherit));
            return (await Publishing.Publish(session, Admin, request)).Version;
        }, Ct.None);

    public Task<ChangedLink> Change(string type, string typeVersion, string name, string version, bool linked) =>
        store.Write("tester", session => LinkRequest.Check(new(type, typeVersion, name, version, "by a test")).Change(session, Admin, linked), Ct.None);

    public Task DeprecateType(string type, string version, bool deprecated) =>
        store.Write("tester", session => ModelTypes.Deprecate(session, Admin, Input.Name(type), Input.TypeVersion(version), deprecated ? "old" : null), Ct.None);

    public Task DeprecateParameters(string name, string version, bool deprecated) =>
        store.Write("tester", session => ParametersNames.Deprecate(session, Admin, Input.Name(name), Input.ParametersVersion(version), deprecated ? "old" : null), Ct.None);

    public Task Grant(string kind, string name, string project) =>
        store.Write("tester", session => session.Execute(
            "INSERT INTO name_grant (kind, name, project, created_at, created_by) VALUES (@kind, @name, @project, @Now, @Actor)",
            new { kind, name, project, session.Now, session.Actor }), Ct.None);

    /// <summary>All links of a type, read in small pages so that the cursor is tried too.</summary>
    public async Task<IReadOnlyList<CompatibilityLink>> Links(string type, int pageSize = 7)
    {
        var all = new List<CompatibilityLink>();
        LinkCursor? after = null;
        do
        {
            var page = await store.Read(session => new LinkListing(session, LinkFilter.Parse(type, null, null, null)).Read(pageSize, after), Ct.None);
            all.AddRange(page.Items);
            after = page.Next is null ? null : LinkCursor.TryParse(page.Next);
        }
        while (after is not null);
        return all;
    }

    public async Task<Pair?> Pair(string type, string name) =>
        (await store.Read(session => PairListing.List(session, PairFilter.Parse(type, name, null, null), 10, PairCursor.Beginning), Ct.None)).Items.SingleOrDefault();

    public Task<Why> Why(string type, string name, string? typeVersion = null, string? version = null) =>
        store.Read(session => new Choosing(session).Explain(
            Input.Name(type), Input.Name(name), typeVersion is null ? null : Input.TypeVersion(typeVersion), version is null ? null : Input.ParametersVersion(version)), Ct.None);

    public async Task<string?> LatestFor(string type, string typeVersion, string name)
    {
        try
        {
            return (await store.Read(session => LatestCompatible.Find(session, Input.Name(type), typeVersion, Input.Name(name)), Ct.None)).Version;
        }
        catch (Refusal refusal) when (refusal.Code == ErrorCode.NotCompatible)
        {
            return null;
        }
    }

    private static ReleaseRequest Request(IReadOnlyList<string> types, string version, bool? inherit, string project, bool standalone, string commit = "a") =>
        ReleaseRequest.Check(
            new(project, "dotnet", $"v{version}", new(commit[0], 40), new('b', 40), [new("Beams.Common", version), new("Beams", version)], [.. types.Select(type => new ReleasedModel(type, $"Tests.{type}", standalone))], inherit),
            Admin);
}
