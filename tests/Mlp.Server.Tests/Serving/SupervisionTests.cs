using Mlp.Server.Serving;
using Mlp.Wire;

namespace Mlp.Server.Tests.Serving;

/// <summary>What serves is started again when it ends, sooner at first than later, and the record says meanwhile why it does not serve.</summary>
public sealed class SupervisionTests
{
    [Fact]
    public async Task What_ends_is_started_again_and_each_time_it_is_waited_longer()
    {
        await using var world = await RolloutWorld.Make();
        var id = await world.Deploy("1.0");
        for (var crashes = 1; crashes <= 3; crashes++)
        {
            await world.Local.Started[^1].Crash($"crash number {crashes}");
            await RolloutWorld.Until(async () => world.Local.Started.Count == crashes + 1 && (await world.Find(id)).Error is null);
            Assert.Equal("1.0", await world.Predict());
        }

        var pauses = world.Local.Started.Zip(world.Local.Started.Skip(1), (one, next) => TimeProvider.System.GetElapsedTime(one.StartedAt, next.StartedAt)).ToList();
        Assert.All(pauses.Zip(new[] { 200, 400, 800 }), each => Assert.InRange(each.First.TotalMilliseconds, each.Second - 20, double.MaxValue));
        Assert.Equal(DeploymentState.Serving, await world.State(id));
        Assert.Contains("beam 1.0.0 with weights 1.0 on local does not serve, and is started again: crash number 1", world.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_cannot_be_started_again_is_told_and_tried_until_it_can(bool unforeseen)
    {
        await using var world = await RolloutWorld.Make();
        var id = await world.Deploy("1.0");
        world.Local.Before = _ => throw (unforeseen ? new InvalidOperationException("nobody has thought of this") : new RolloutException("the disk is full"));
        await world.Local.Started[0].Crash("killed");
        var expected = unforeseen ? "the registry failed; its log has the reason" : "the disk is full";
        await RolloutWorld.Until(async () => (await world.Find(id)).Error == expected);
        Assert.Equal(DeploymentState.Serving, await world.State(id));
        if (unforeseen)
        {
            Assert.Contains("nobody has thought of this", world.Log, StringComparison.Ordinal);
        }

        world.Local.Before = null;
        await RolloutWorld.Until(async () => (await world.Find(id)).Error is null);
        Assert.Equal("1.0", await world.Predict());
    }

    [Fact]
    public async Task Where_one_target_fails_the_other_answers_meanwhile()
    {
        await using var world = await RolloutWorld.Make();
        await world.Deploy("1.0", DeploymentTarget.Local);
        await world.Deploy("1.1", DeploymentTarget.Docker);
        world.Docker.Before = _ => throw new RolloutException("the engine is away");
        await world.Docker.Started[0].Crash("killed");
        await RolloutWorld.Until(async () => await world.Predict() == "1.0");
        world.Docker.Before = null;
        await RolloutWorld.Until(async () => await world.Predict() == "1.1");
    }

    [Fact]
    public async Task What_is_ended_while_it_is_down_is_not_started_again()
    {
        await using var world = await RolloutWorld.Make();
        var id = await world.Deploy("1.0");
        world.Local.Before = _ => throw new RolloutException("not now");
        await world.Local.Started[0].Crash("killed");
        await RolloutWorld.Until(async () => (await world.Find(id)).Error == "not now");
        await world.End(id);
        world.Local.Before = null;
        await RolloutWorld.Until(async () => (await world.Reader.GetAsync(RolloutWorld.Path)).StatusCode == System.Net.HttpStatusCode.NotFound);
        Assert.DoesNotContain(world.Local.Started.Skip(1), service => !service.IsStopped);
    }
}
