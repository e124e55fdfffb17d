using Mlp.Server.Events;
using Mlp.Server.Tests.Databases;

namespace Mlp.Server.Tests.Compatibility;

/// <summary>The rules of versions, compatibility and pairs, one by one, on a real database.</summary>
public abstract class CompatibilityRulesTests(DatabaseUnderTest database) : RulesOnDatabase(database)
{
    [Fact]
    public async Task Publishing_links_the_two_versions()
    {
        await Rules.Register("beam", "1.0.0");
        Assert.Equal("1.0", await Rules.Publish("weights", "beam", "1.0.0"));
        Assert.Equal(["1.0.0-1.0 published"], await Links("beam"));
    }

    [Fact]
    public async Task A_new_type_version_inherits_all_links_of_the_one_before()
    {
        await Rules.Register("beam", "1.0.0");
        await Rules.Publish("weights", "beam", "1.0.0");
        await Rules.Publish("weights", "beam", "1.0.0");
        await Rules.Register("beam", "1.1.0");
        Assert.Equal(["1.1.0-1.1 inherited 1.0.0", "1.1.0-1.0 inherited 1.0.0", "1.0.0-1.1 published", "1.0.0-1.0 published"], await Links("beam"));
    }

    [Fact]
    public async Task A_new_parameters_version_inherits_all_links_of_the_one_before()
    {
        await Rules.Register("beam", "1.0.0");
        await Rules.Publish("weights", "beam", "1.0.0");
        await Rules.Register("beam", "1.1.0");
        await Rules.Publish("weights", "beam", "1.1.0");
        Assert.Contains("1.0.0-1.1 inherited 1.0", await Links("beam"));
    }

    [Fact]
    public async Task A_major_bump_inherits_nothing()
    {
        await Rules.Register("beam", "1.0.0");
        await Rules.Publish("weights", "beam", "1.0.0");
        await Rules.Register("beam", "2.0.0");
        Assert.Equal(["1.0.0-1.0 published"], await Links("beam"));
        Assert.Equal("2.0", await Rules.Publish("weights", "beam", "2.0.0"));
        Assert.Equal(["2.0.0-2.0 published", "1.0.0-1.0 published"], await Links("beam"));
    }

    [Fact]
    public async Task Inheriting_can_be_switched_off_for_one_creation()
    {
        await Rules.Register("beam", "1.0.0");
        await Rules.Publish("weights", "beam", "1.0.0");
        await Rules.Register("beam", "1.1.0", inherit: false);
        await Rules.Publish("weights", "beam", "1.1.0", inherit: false);
        Assert.Equal(["1.1.0-1.1 published", "1.0.0-1.0 published"], await Links("beam"));
    }

    [Fact]
    public async Task Every_pair_that_a_version_moves_is_told()
    {
        await Rules.RegisterAll(["beam", "wave"], "1.0.0");
        await Rules.Publish("weights", "beam", "1.0.0");
        await Rules.Change("wave", "1.0.0", "weights", "1.0", linked: true);
        await Rules.Publish("constants", "beam", "1.0.0");
        var before = (await Changed()).Count;
        await Rules.Publish("weights", "beam", "1.0.0");
        await Rules.Register("beam", "1.1.0");
        Assert.Equal(
            [
                """beam/weights {"type":"beam","typeVersion":"1.0.0","parameters":"weights","parametersVersion":"1.1"}""",
                """wave/weights {"type":"wave","typeVersion":"1.0.0","parameters":"weights","parametersVersion":"1.1"}""",
                """beam/constants {"type":"beam","typeVersion":"1.1.0","parameters":"constants","parametersVersion":"1.0"}""",
                """beam/weights {"type":"beam","typeVersion":"1.1.0","parameters":"weights","parametersVersion":"1.1"}""",
            ],
            (await Changed()).Skip(before));
    }

    [Fact]
    public async Task A_prerelease_inherits_but_passes_nothing_on()
    {
        await Rules.Register("beam", "1.0.0");
        await Rules.Publish("weights", "beam", "1.0.0");
        await Rules.Register("beam", "1.1.0-rc.1");
        await Rules.Change("beam", "1.1.0-rc.1", "weights", "1.0", linked: false);
        await Rules.Register("beam", "1.1.0");
        Assert.Equal(["1.1.0-1.0 inherited 1.0.0", "1.0.0-1.0 published"], await Links("beam"));
    }

    [Fact]
    public async Task Parameters_published_from_a_prerelease_are_linked_to_it_alone()
    {
        await Rules.Register("beam", "1.0.0");
        await Rules.Publish("weights", "beam", "1.0.0");
        await Rules.Register("beam", "1.1.0-rc.1");
        Assert.Equal("1.1", await Rules.Publish("weights", "beam", "1.1.0-rc.1"));
        await Rules.Register("beam", "1.1.0");
        await Rules.Publish("weights", "beam", "1.1.0");
        var links = await Links("beam");
        Assert.Equal(["1.1.0-rc.1-1.1 published"], links.Where(link => link.Contains("-1.1 ", StringComparison.Ordinal)));
        Assert.Contains("1.0.0-1.2 inherited 1.0", links);
    }

    [Fact]
    public async Task Deprecated_versions_pass_nothing_on()
    {
        await Rules.Register("beam", "1.0.0");
        await Rules.Publish("weights", "beam", "1.0.0");
        await Rules.DeprecateType("beam", "1.0.0", deprecated: true);
        await Rules.Register("beam", "1.1.0");
        Assert.Equal(["1.0.0-1.0 published"], await Links("beam"));
        await Rules.DeprecateParameters("weights", "1.0", deprecated: true);
        await Rules.Publish("weights", "beam", "1.1.0");
        Assert.Equal(["1.1.0-1.1 published", "1.0.0-1.0 published"], await Links("beam"));
    }

    [Fact]
    public async Task A_hotfix_of_an_older_version_inherits_from_the_highest_below_it()
    {
        await Rules.Register("beam", "1.0.0");
        await Rules.Publish("weights", "beam", "1.0.0");
        await Rules.Register("beam", "1.1.0");
        await Rules.Change("beam", "1.1.0", "weights", "1.0", linked: false);
        await Rules.Register("beam", "1.0.1");
        Assert.Equal(["1.0.1-1.0 inherited 1.0.0", "1.0.0-1.0 published"], await Links("beam"));
    }

    [Fact]
    public async Task Links_by_hand_say_who_made_them_and_are_inherited()
    {
        await Rules.Register("beam", "1.0.0");
        await Rules.Register("beam", "2.0.0");
        await Rules.Publish("weights", "beam", "1.0.0");
        Assert.Equal("added", (await Rules.Change("beam", "2.0.0", "weights", "1.0", linked: true)).Outcome);
        Assert.Equal("unchanged", (await Rules.Change("beam", "2.0.0", "weights", "1.0", linked: true)).Outcome);
        await Rules.Register("beam", "2.1.0");
        var links = await Rules.Links("beam");
        Assert.Equal(("manual", "tester", "by a test"), (links[1].Origin.Kind, links[1].Origin.By, links[1].Origin.Reason));
        Assert.Equal(("2.1.0", "2.0.0"), (links[0].TypeVersion, links[0].Origin.FromTypeVersion));
    }

    [Fact]
    public async Task The_pair_is_the_highest_linked_type_version_with_its_highest_parameters()
    {
        await Rules.Register("beam", "1.0.0");
        await Rules.Publish("weights", "beam", "1.0.0");
        await Rules.Register("beam", "1.1.0");
        await Rules.Register("beam", "1.2.0-rc.1");
        await Rules.Publish("weights", "beam", "1.2.0-rc.1");
        await Rules.Register("beam", "2.0.0");
        Assert.Equal("1.1.0 1.0", await Pair("beam", "weights"));
        await Rules.Publish("weights", "beam", "2.0.0");
        Assert.Equal("2.0.0 2.0", await Pair("beam", "weights"));
        await Rules.DeprecateParameters("weights", "2.0", deprecated: true);
        Assert.Equal("1.1.0 1.0", await Pair("beam", "weights"));
        await Rules.DeprecateParameters("weights", "2.0", deprecated: false);
        await Rules.DeprecateType("beam", "2.0.0", deprecated: true);
        Assert.Equal("1.1.0 1.0", await Pair("beam", "weights"));
    }

    [Fact]
    public async Task Why_names_the_chosen_pair_and_a_reason_for_every_other_candidate()
    {
        await Rules.Register("beam", "1.0.0");
        await Rules.Publish("weights", "beam", "1.0.0");
        await Rules.Publish("weights", "beam", "1.0.0");
        await Rules.DeprecateParameters("weights", "1.1", deprecated: true);
        await Rules.Register("beam", "2.0.0");
        await Rules.Register("beam", "2.1.0-rc.1");
        var why = await Rules.Why("beam", "weights");
        Assert.Equal(("1.0.0", "1.0"), (why.Chosen!.TypeVersion, why.Chosen.ParametersVersion));
        Assert.Equal(
            [
                "2.1.0-rc.1 : rejected, a pre-release, not asked for",
                "2.0.0 1.1: rejected, not linked: neither published from it, nor inherited, nor added by hand",
                "2.0.0 1.0: rejected, not linked: neither published from it, nor inherited, nor added by hand",
                "1.0.0 1.1: rejected, deprecated: old",
                "1.0.0 1.0: chosen, linked, and the highest that counts",
            ],
            why.Candidates.Select(c => $"{c.TypeVersion} {c.ParametersVersion}: {c.Verdict}, {c.Reason}"));
        Assert.Equal("chosen", (await Rules.Why("beam", "weights", "1.0.0", "1.1")).Candidates.Single().Verdict);
        Assert.Null((await Rules.Why("beam", "weights", "2.0.0")).Chosen);
    }

    [Fact]
    public async Task The_record_does_not_grow_with_the_number_of_links()
    {
        for (var i = 0; i < 30; i++)
        {
            await Rules.Register("beam", $"1.{i}.0");
            await Rules.Publish("weights", "beam", $"1.{i}.0");
        }

        Assert.Equal(900, (await Rules.Links("beam", pageSize: 100)).Count);
        Assert.Equal((1, 2), await Store.Read(
            async session => (await session.First<long>("SELECT COUNT(*) FROM link_event"), await session.First<long>("SELECT COUNT(*) FROM chain")), Ct.None));
    }

    [Fact]
    public async Task An_ambiguous_version_is_refused_naming_both_that_would_settle_it()
    {
        await Rules.Register("beam", "3.3.0");
        await Rules.Publish("weights", "beam", "3.3.0", "4.0");
        var refusal = await Assert.ThrowsAsync<Refusal>(() => Rules.Publish("weights", "beam", "3.3.0"));
        Assert.Equal((ErrorCode.Ambiguous, "3.0 4.1"), (refusal.Code, refusal.Value));
        Assert.Equal("4.1", await Rules.Publish("weights", "beam", "3.3.0", "4.1"));
        Assert.Equal("3.0", await Rules.Publish("weights", "beam", "3.3.0", "3.0"));
        Assert.Equal("3.1", await Rules.Publish("weights", "beam", "3.3.0"));
    }

    [Fact]
    public async Task Many_publishers_at_once_get_distinct_and_gapless_versions()
    {
        await Rules.Register("beam", "1.0.0");
        var versions = await Task.WhenAll(Enumerable.Range(0, 64 * 4).Select(_ => Rules.Publish("weights", "beam", "1.0.0")));
        Assert.Equal(Enumerable.Range(0, 64 * 4).Select(i => $"1.{i}").Order(), versions.Order());
    }

    private async Task<IEnumerable<string>> Links(string type) =>
        (await Rules.Links(type)).Select(link => $"{link.TypeVersion}-{link.ParametersVersion} {link.Origin.Kind} {link.Origin.FromTypeVersion}{link.Origin.FromParametersVersion}".TrimEnd());

    private async Task<string> Pair(string type, string name) =>
        await Rules.Pair(type, name) is { } pair ? $"{pair.TypeVersion} {pair.ParametersVersion}" : "none";

    private async Task<IReadOnlyList<string>> Changed() =>
        [.. (await Store.Read(session => EventLog.List(session, KindFilter.Parse("pair.changed"), null, 0, 1000), Ct.None)).Select(e => $"{e.Subject} {e.Data}")];
}
