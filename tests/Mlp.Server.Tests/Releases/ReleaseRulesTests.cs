using Mlp.Server.Access;
using Mlp.Server.Releases;
using Mlp.Server.Search;
using Mlp.Server.Tests.Compatibility;
using Mlp.Server.Tests.Databases;
using Mlp.Server.Types;
using Mlp.Wire;

namespace Mlp.Server.Tests.Releases;

/// <summary>Releases are atomic, idempotent and claimed first; names have owners.</summary>
public abstract class ReleaseRulesTests(DatabaseUnderTest database) : RulesOnDatabase(database)
{
    private const string Other = "git.example.org/beams/other";

    [Fact]
    public async Task All_models_of_a_release_are_registered_under_the_tags_version()
    {
        var completed = await Rules.RegisterAll(["encoder", "decoder"], "1.2.3");
        Assert.Equal(["encoder 1.2.3 registered", "decoder 1.2.3 registered"], completed.Models.Select(m => $"{m.Name} {m.Version} {m.Outcome}"));
        Assert.Equal(ReleaseState.Registered, completed.Release.State);
    }

    [Fact]
    public async Task The_same_tag_on_the_same_commit_is_answered_from_the_record()
    {
        await Rules.Register("beam", "1.0.0");
        Assert.Equal("unchanged", (await Rules.Open("beam", "1.0.0")).Outcome);
        Assert.Equal("unchanged", (await Rules.Register("beam", "1.0.0")).Models.Single().Outcome);
    }

    [Fact]
    public async Task A_tag_that_moved_is_refused_with_both_commits()
    {
        await Rules.Register("beam", "1.0.0");
        var refusal = await Assert.ThrowsAsync<Refusal>(() => Rules.Open("beam", "1.0.0", commit: "c"));
        Assert.Equal(ErrorCode.TagMoved, refusal.Code);
        Assert.Contains(new string('a', 40), refusal.Message, StringComparison.Ordinal);
        Assert.Contains(new string('c', 40), refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_release_with_one_name_of_another_project_claims_nothing()
    {
        await Rules.Register("beam", "1.0.0");
        var refusal = await Assert.ThrowsAsync<Refusal>(() => Rules.RegisterAll(["fresh", "beam"], "1.0.0", project: Other));
        Assert.Equal(ErrorCode.NameOwned, refusal.Code);
        Assert.Contains(RecordedRules.Project, refusal.Message, StringComparison.Ordinal);
        Assert.Equal("opened", (await Rules.Open("fresh", "1.0.0", "git.example.org/third")).Outcome);
    }

    [Fact]
    public async Task An_open_release_holds_its_names_before_it_is_registered()
    {
        await Rules.Open("beam", "1.0.0");
        var refusal = await Assert.ThrowsAsync<Refusal>(() => Rules.Open("beam", "1.0.0", Other));
        Assert.Equal(ErrorCode.NameOwned, refusal.Code);
        Assert.Equal("resumed", (await Rules.Open("beam", "1.0.0")).Outcome);
    }

    [Fact]
    public async Task What_an_open_release_claims_is_not_shown_until_it_is_registered()
    {
        await Rules.Open("beam", "1.0.0");
        Assert.Empty(await Types());
        await Rules.Register("beam", "1.0.0");
        Assert.Equal(["beam"], await Types());
    }

    [Fact]
    public async Task An_open_release_keeps_whether_it_inherits_and_refuses_who_says_otherwise()
    {
        await Rules.Open("beam", "1.0.0", inherit: false);
        var refusal = await Assert.ThrowsAsync<Refusal>(() => Rules.Open("beam", "1.0.0", inherit: true));
        Assert.Equal(ErrorCode.InheritChanged, refusal.Code);
        Assert.Contains("opened without inheritance, and would now go on with inheritance", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("mlp release resume v1.0.0", refusal.Remedy, StringComparison.Ordinal);
        Assert.Equal(ErrorCode.InheritChanged, (await Assert.ThrowsAsync<Refusal>(() => Rules.Check("beam", "1.0.0", inherit: true))).Code);

        Assert.False((await Rules.Check("beam", "1.0.0", inherit: null)).Release.Inherit);
        Assert.False((await Rules.Open("beam", "1.0.0", inherit: null)).Release.Inherit);
        var again = await Rules.Open("beam", "1.0.0", inherit: false);
        Assert.Equal(("resumed", false), (again.Outcome, again.Release.Inherit));
        Assert.True((await Rules.Open("wave", "2.0.0", inherit: null)).Release.Inherit);
    }

    [Fact]
    public async Task Giving_a_release_up_frees_its_names_and_its_version()
    {
        var opened = await Rules.Open("beam", "1.0.0");
        await Store.Write("tester", async session => await OpeningRelease.Abandon(session, await ReleaseLedger.Find(session, opened.Release.Id)), Ct.None);
        Assert.Equal("opened", (await Rules.Open("beam", "1.0.0", Other)).Outcome);
        Assert.Equal("opened", (await Rules.Open("wave", "1.0.0", commit: "c")).Outcome);
    }

    [Fact]
    public async Task A_granted_project_may_register_its_own_versions_but_never_one_that_exists()
    {
        await Rules.Register("beam", "1.0.0");
        await Rules.Grant(Ownership.Type, "beam", Other);
        await Rules.Register("beam", "1.1.0", project: Other);
        var refusal = await Assert.ThrowsAsync<Refusal>(() => Rules.Register("beam", "1.0.0", project: Other));
        Assert.Equal(ErrorCode.TagMoved, refusal.Code);
    }

    [Fact]
    public async Task Parameters_belong_to_the_project_of_the_type_they_were_first_published_from()
    {
        await Rules.Register("beam", "1.0.0");
        await Rules.Register("wave", "1.0.0", project: Other);
        await Rules.Publish("weights", "beam", "1.0.0");
        var refusal = await Assert.ThrowsAsync<Refusal>(() => Rules.Publish("weights", "wave", "1.0.0"));
        Assert.Equal(ErrorCode.NameOwned, refusal.Code);
        await Rules.Grant(Ownership.Parameters, "weights", Other);
        Assert.Equal("1.1", await Rules.Publish("weights", "wave", "1.0.0"));
    }

    [Fact]
    public async Task A_finished_step_is_proved_by_its_digest()
    {
        var id = (await Rules.Open("beam", "1.0.0")).Release.Id;
        var digest = Digest.Of("package"u8).Text;
        await Step(id, new("bundle-pushed", "failed", Error: "disk full"));
        await Step(id, new("bundle-pushed", "done", digest));
        Assert.Equal(2, (await Step(id, new("bundle-pushed", "done", digest))).Steps.Count);
        var refusal = await Assert.ThrowsAsync<Refusal>(() => Step(id, new("bundle-pushed", "done", Digest.Of("other"u8).Text)));
        Assert.Equal(ErrorCode.StepProvedOtherwise, refusal.Code);
        Assert.Equal(ErrorCode.InvalidValue, (await Assert.ThrowsAsync<Refusal>(() => Step(id, new("registered", "done")))).Code);
    }

    [Fact]
    public async Task A_plan_tells_what_would_be_inherited_and_writes_nothing()
    {
        await Rules.Register("beam", "1.0.0");
        await Rules.Publish("weights", "beam", "1.0.0");
        await Rules.Publish("weights", "beam", "1.0.0");
        var plan = await Rules.Plan(["beam", "wave"], "1.1.0");
        Assert.Equal("opened", plan.Outcome);
        Assert.Equal(
            [
                new PlannedModel("beam", IsNew: false, Standalone: false, InheritsFrom: "1.0.0", []) { Parameters = plan.Models[0].Parameters },
                new PlannedModel("wave", IsNew: true, Standalone: false, InheritsFrom: null, []) { Parameters = plan.Models[1].Parameters },
            ],
            plan.Models);
        Assert.Equal([new PlannedParameters("weights", 2, "1.1", new("1.0.0", "1.1"), new("1.1.0", "1.1"))], plan.Models[0].Parameters);
        Assert.Empty(plan.Models[1].Parameters);
        Assert.Equal(["beam"], await Types());
        Assert.Equal("opened", (await Rules.Plan(["beam"], "1.1.0")).Outcome);
    }

    [Fact]
    public async Task A_plan_tells_what_a_major_bump_leaves_without_weights()
    {
        await Rules.Register("beam", "1.0.0");
        await Rules.Publish("weights", "beam", "1.0.0");
        var model = Assert.Single((await Rules.Plan(["beam"], "2.0.0")).Models);
        Assert.Null(model.InheritsFrom);
        Assert.Equal([new PlannedParameters("weights", 0, null, new("1.0.0", "1.0"), new("1.0.0", "1.0"))], model.Parameters);
    }

    [Theory]
    [InlineData("images", "started")]
    [InlineData("deployed", "done")]
    [InlineData("deployed", "failed")]
    public async Task What_comes_after_registering_is_refused_before(string step, string state)
    {
        var id = (await Rules.Open("beam", "1.0.0")).Release.Id;
        var refusal = await Assert.ThrowsAsync<Refusal>(() => Step(id, new(step, state)));
        Assert.Equal((ErrorCode.ReleaseNotRegistered, step), (refusal.Code, refusal.Value));
        await Rules.Register("beam", "1.0.0");
        Assert.Equal((step, state), (await Step(id, new(step, state))).Steps.Select(s => (s.Step, s.State)).Last());
    }

    [Fact]
    public async Task A_package_may_be_built_again_until_it_has_left()
    {
        var id = (await Rules.Open("beam", "1.0.0")).Release.Id;
        await Step(id, new("packed", "done", Digest.Of("one"u8).Text));
        Assert.Equal(2, (await Step(id, new("packed", "done", Digest.Of("another SDK's"u8).Text))).Steps.Count);
    }

    [Fact]
    public async Task A_version_with_the_code_of_another_one_says_so()
    {
        var (code, otherCode) = (Digest.Of("code"u8).Text, Digest.Of("other code"u8).Text);
        var first = await Rules.RegisterCode("beam", "1.0.0", code);
        Assert.Null(first.Release.CodeUnchangedSince);
        Assert.Null((await Rules.RegisterCode("beam", "1.1.0", otherCode)).Release.CodeUnchangedSince);
        Assert.Equal("1.0.0", (await Rules.RegisterCode("beam", "1.2.0", code)).Release.CodeUnchangedSince);
        Assert.Equal("1.1.0", (await Rules.RegisterCode("beam", "2.0.0", otherCode)).Release.CodeUnchangedSince);
        var version = await Store.Read(session => ModelTypes.ReadVersion(session, Input.Name("beam"), "2.0.0"), Ct.None);
        Assert.Equal("1.1.0", version.CodeUnchangedSince);
    }

    [Fact]
    public async Task A_release_keeps_its_packages_in_their_order()
    {
        var release = (await Rules.Open("beam", "1.0.0")).Release;
        Assert.Equal([new PackageIdentity("Beams.Common", "1.0.0"), new PackageIdentity("Beams", "1.0.0")], release.Packages);
    }

    [Theory]
    [InlineData("v1.2.3+build", "MLP3005")]
    [InlineData("release-1", "MLP3005")]
    [InlineData("v01.2.3", "MLP3005")]
    public void A_tag_that_is_no_version_is_refused(string tag, string code)
    {
        var refusal = Assert.Throws<Refusal>(() => Check(new(RecordedRules.Project, "dotnet", tag, new('a', 40), new('b', 40), null, [new("beam", "A.B")])));
        Assert.Equal((code, tag), (refusal.Code.Code, refusal.Value));
    }

    [Fact]
    public void A_local_project_is_refused_from_afar()
    {
        var request = new OpenRelease("local/" + new string('a', 40), "dotnet", "v1.0.0", new('a', 40), new('b', 40), null, [new("beam", "A.B")]);
        Assert.Equal(ErrorCode.InvalidProject, Assert.Throws<Refusal>(() => Check(request, isLocal: false)).Code);
        Check(request, isLocal: true);
    }

    private static void Check(OpenRelease request, bool isLocal = true) =>
        ReleaseRequest.Check(request, new("tester", Role.Publisher, null, isLocal));

    private async Task<IEnumerable<string>> Types() =>
        (await Store.Read(session => ModelTypes.List(session, NameFilter.Any, 10, ""), Ct.None)).Items.Select(type => type.Name);

    private Task<Release> Step(long id, RecordStep step) =>
        Store.Write("tester", async session => await ReleaseLedger.Append(session, await ReleaseLedger.Find(session, id), step), Ct.None);
}
