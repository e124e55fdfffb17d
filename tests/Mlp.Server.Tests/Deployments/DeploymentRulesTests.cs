using Mlp.Server.Access;
using Mlp.Server.Tests.Compatibility;
using Mlp.Server.Tests.Databases;
using Mlp.Wire;

namespace Mlp.Server.Tests.Deployments;

/// <summary>One pair serves at a time on one target; what serves there goes on until the next one does.</summary>
public abstract class DeploymentRulesTests(DatabaseUnderTest database) : RulesOnDatabase(database)
{
    private const string Image = "registry.example.org/models/beam@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    private static readonly string Serving = Digest.Of("serving"u8).Text;
    private static readonly string Newer = Digest.Of("newer"u8).Text;

    [Fact]
    public async Task What_somebody_else_rolled_out_is_recorded_as_serving_and_twice_the_same_changes_nothing()
    {
        await Publish("1.0", "1.1");
        var first = await Rules.Deploy(Wanted("1.0", "cluster"));
        Assert.Equal(("started", DeploymentState.Serving), (first.Outcome, first.Deployment.State));
        Assert.Equal(("unchanged", first.Deployment.Id), (await Rules.Deploy(Wanted("1.0", "cluster")) is var again ? (again.Outcome, again.Deployment.Id) : default));
        await Rules.Deploy(Wanted("1.1", "cluster"));
        Assert.Equal(["1.0.0+1.1 cluster serving", "1.0.0+1.0 cluster ended"], await Rules.Deployments("beam"));
    }

    [Fact]
    public async Task What_somebody_else_could_not_roll_out_is_recorded_and_what_serves_there_stays()
    {
        await Publish("1.0", "1.1");
        await Rules.Deploy(Wanted("1.0", "cluster"));
        var failed = await Rules.Deploy(Wanted("1.1", "cluster") with { Image = Image, Error = "its pods crash:\nno such file" });
        Assert.Equal(("failed", DeploymentState.Failed, "its pods crash:\nno such file", Image), (failed.Outcome, failed.Deployment.State, failed.Deployment.Error, failed.Deployment.Image));
        Assert.NotNull(failed.Deployment.EndedAt);
        Assert.Equal(["1.0.0+1.1 cluster failed", "1.0.0+1.0 cluster serving"], await Rules.Deployments("beam"));
    }

    [Fact]
    public async Task What_the_registry_rolls_out_serves_when_it_is_ready_and_not_before()
    {
        await Publish("1.0", "1.1");
        var first = (await Rules.Deploy(Wanted("1.0", "local"))).Deployment;
        Assert.Equal((DeploymentState.Starting, "/serve/beam/weights"), (first.State, first.Endpoint));
        await Rules.Serves(first.Id, Serving);
        var second = (await Rules.Deploy(Wanted("1.1", "local"))).Deployment;
        Assert.Equal(["1.0.0+1.1 local starting", "1.0.0+1.0 local serving"], await Rules.Deployments("beam"));
        Assert.Equal(Serving, second.Serving);
        await Rules.Serves(second.Id, Serving);
        Assert.Equal(["1.0.0+1.1 local serving", "1.0.0+1.0 local ended"], await Rules.Deployments("beam"));
    }

    [Fact]
    public async Task Of_several_wishes_for_one_pair_the_last_counts()
    {
        await Publish("1.0", "1.1");
        var first = await Rules.Deploy(Wanted("1.0", "local"));
        Assert.Equal(("started", first.Deployment.Id), (await Rules.Deploy(Wanted("1.0", "local")) is var same ? (same.Outcome, same.Deployment.Id) : default));
        await Rules.Deploy(Wanted("1.1", "local"));
        Assert.Equal(["1.0.0+1.1 local starting", "1.0.0+1.0 local failed"], await Rules.Deployments("beam"));
    }

    [Fact]
    public async Task A_pair_keeps_the_serving_layer_that_it_runs_on_until_it_is_refreshed()
    {
        await Publish("1.0");
        var first = (await Rules.Deploy(Wanted("1.0", "local"))).Deployment;
        await Rules.Serves(first.Id, Serving);
        Assert.Equal("unchanged", (await Rules.Deploy(Wanted("1.0", "local"))).Outcome);
        var refreshed = await Rules.Deploy(Wanted("1.0", "local") with { Refresh = true });
        Assert.Equal(("started", null), (refreshed.Outcome, refreshed.Deployment.Serving));
        await Rules.Serves(refreshed.Deployment.Id, Newer);
        Assert.Equal("unchanged", (await Rules.Deploy(Wanted("1.0", "local"))).Outcome);
        Assert.Equal(Serving, (await Rules.Deploy(Wanted("1.0", "local") with { Serving = Serving })).Deployment.Serving);
    }

    [Fact]
    public async Task Models_that_are_not_standalone_are_not_rolled_out()
    {
        await Rules.Register("plain", "1.0.0");
        await Rules.Publish("weights", "plain", "1.0.0");
        var refusal = await Assert.ThrowsAsync<Refusal>(() => Rules.Deploy(new("plain", "1.0.0", "weights", "1.0", "local")));
        Assert.Equal(ErrorCode.NotStandalone, refusal.Code);
        await Rules.RegisterAll(["bare"], "1.1.0", standalone: true);
        await Rules.Publish("bare_weights", "bare", "1.1.0");
        refusal = await Assert.ThrowsAsync<Refusal>(() => Rules.Deploy(new("bare", "1.1.0", "bare_weights", "1.0", "local")));
        Assert.Equal(ErrorCode.BundleMissing, refusal.Code);
    }

    [Fact]
    public async Task What_does_not_fit_or_belongs_to_another_project_is_refused()
    {
        await Publish("1.0");
        await Rules.RegisterService("beam", "2.0.0");
        var refusal = await Assert.ThrowsAsync<Refusal>(() => Rules.Deploy(new("beam", "2.0.0", "weights", "1.0", "local")));
        Assert.Equal(ErrorCode.NotCompatible, refusal.Code);
        var other = new Caller("other", Role.Deployer, "git.example.org/other", IsLocal: false);
        refusal = await Assert.ThrowsAsync<Refusal>(() => Rules.Deploy(Wanted("1.0", "local"), other));
        Assert.Equal(ErrorCode.WrongProject, refusal.Code);
        Assert.Empty(await Rules.Deployments("beam"));
    }

    public static TheoryData<StartDeployment> Wrong =>
    [
        Wanted("1.0", "docker"),
        Wanted("1.0", "docker") with { Image = "registry.example.org/models/beam:1.0" },
        Wanted("1.0", "docker") with { Image = "user:secret@registry.example.org/models/beam@sha256:00" },
        Wanted("1.0", "docker") with { Image = $"--privileged{Image}" },
        Wanted("1.0", "local") with { Image = Image },
        Wanted("1.0", "local") with { Endpoint = "http://example.org/" },
        Wanted("1.0", "cluster") with { Refresh = true },
        Wanted("1.0", "local") with { Error = "it is tired" },
        Wanted("1.0", "cluster") with { Error = "" },
        Wanted("1.0", "cluster") with { Error = "a bell \a" },
        Wanted("1.0", ""),
    ];

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task What_cannot_be_is_refused_before_anything_is_written(StartDeployment wanted)
    {
        await Publish("1.0");
        Assert.Equal(ErrorCode.InvalidValue, (await Assert.ThrowsAsync<Refusal>(() => Rules.Deploy(wanted))).Code);
        Assert.Empty(await Rules.Deployments("beam"));
    }

    private static StartDeployment Wanted(string version, string target) => new("beam", "1.0.0", "weights", version, target);

    private async Task Publish(params string[] versions)
    {
        await Rules.RegisterService("beam", "1.0.0");
        foreach (var version in versions)
        {
            await Rules.Publish("weights", "beam", "1.0.0", version);
        }
    }
}
