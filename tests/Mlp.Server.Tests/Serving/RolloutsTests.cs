using System.Net;
using Microsoft.AspNetCore.Http;
using Mlp.Server.Tests.Hosting;
using Mlp.Wire;

namespace Mlp.Server.Tests.Serving;

/// <summary>What serves while something else is to serve: nothing is lost, nothing that does not answer takes over, and of several wishes the last counts.</summary>
public sealed class RolloutsTests
{
    [Fact]
    public async Task What_served_goes_on_until_the_next_one_has_answered()
    {
        await using var world = await RolloutWorld.Make();
        var first = await world.Deploy("1.0");
        var ready = new TaskCompletionSource();
        world.Local.Before = _ => ready.Task;
        var second = await world.Ask("1.1");
        await RolloutWorld.Until(() => world.Local.Started.Count == 2);
        Assert.Equal(("1.0", DeploymentState.Starting, DeploymentState.Serving), (await world.Predict(), await world.State(second), await world.State(first)));
        ready.SetResult();
        await RolloutWorld.Until(async () => await world.State(second) == DeploymentState.Serving);
        Assert.Equal(("1.1", DeploymentState.Ended), (await world.Predict(), await world.State(first)));
        await RolloutWorld.Until(() => world.Local.Started[0].IsStopped);
    }

    [Fact]
    public async Task Under_load_no_request_is_lost_however_often_the_version_changes()
    {
        await using var world = await RolloutWorld.Make();
        await world.Deploy("1.0");
        using var stop = new CancellationTokenSource();
        var answers = 0;
        var callers = Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                using var answer = await world.Reader.PostAsync(RolloutWorld.Path, new StringContent("[1]"));
                Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
                Interlocked.Increment(ref answers);
            }
        })).ToList();
        for (var i = 1; i <= 10; i++)
        {
            var before = Volatile.Read(ref answers);
            await world.Deploy(i % 2 == 0 ? "1.0" : "1.1");
            await RolloutWorld.Until(() => Volatile.Read(ref answers) > before + 20 || callers.Any(caller => caller.IsFaulted));
        }

        await stop.CancelAsync();
        await Task.WhenAll(callers);
        await RolloutWorld.Until(() => world.Local.Started.Count(service => service.IsStopped) == 10);
    }

    [Fact]
    public async Task A_request_that_began_before_the_switch_is_finished_where_it_began()
    {
        await using var world = await RolloutWorld.Make();
        var (began, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        world.Local.Predict = async (placement, context) =>
        {
            if (context.Request.Query.ContainsKey("slow"))
            {
                began.TrySetResult();
                await answer.Task;
            }

            await context.Response.WriteAsync(placement.ParametersVersion);
        };
        await world.Deploy("1.0");
        var slow = world.Reader.GetStringAsync($"{RolloutWorld.Path}?slow");
        await began.Task;
        await world.Deploy("1.1");
        Assert.Equal("1.1", await world.Predict());
        var old = world.Local.Started[0];
        Assert.Equal((1, false), (old.Backend.InFlight, old.IsStopped));
        answer.SetResult();
        Assert.Equal("1.0", await slow);
        await RolloutWorld.Until(() => old.IsStopped);
    }

    [Fact]
    public async Task A_pair_on_two_targets_is_answered_by_the_one_that_came_last_and_then_by_the_other()
    {
        await using var world = await RolloutWorld.Make();
        await world.Deploy("1.0", DeploymentTarget.Local);
        var second = await world.Deploy("1.1", DeploymentTarget.Docker);
        Assert.Equal("1.1", await world.Predict());
        await world.End(second);
        await RolloutWorld.Until(() => world.Docker.Started[0].IsStopped);
        Assert.Equal("1.0", await world.Predict());
    }

    [Fact]
    public async Task Of_several_wishes_the_last_counts_and_what_was_being_started_for_the_others_is_ended()
    {
        await using var world = await RolloutWorld.Make();
        await world.Deploy("1.0");
        var never = new TaskCompletionSource();
        world.Local.Before = placement => placement.ParametersVersion == "1.1" ? never.Task : Task.CompletedTask;
        var second = await world.Ask("1.1");
        await RolloutWorld.Until(() => world.Local.Started.Count == 2);
        await world.Deploy("1.2");
        var overtaken = await world.Find(second);
        Assert.Equal((DeploymentState.Failed, "another version was deployed before this one was ready"), (overtaken.State, overtaken.Error));
        await RolloutWorld.Until(() => world.Local.Started.Count(service => service.IsStopped) == 2);
        never.SetResult();
        Assert.Equal("1.2", await world.Predict());
        Assert.Equal(["1.0.0+1.2 local serving", "1.0.0+1.1 local failed", "1.0.0+1.0 local ended"], await world.Rules.Deployments("beam"));
    }

    [Fact]
    public async Task A_roll_out_that_is_called_off_leaves_nothing_but_what_served()
    {
        await using var world = await RolloutWorld.Make();
        await world.Deploy("1.0");
        world.Local.Before = _ => new TaskCompletionSource().Task;
        var second = await world.Ask("1.1");
        await RolloutWorld.Until(() => world.Local.Started.Count == 2);
        await world.End(second);
        await RolloutWorld.Until(() => world.Local.Started[1].IsStopped);
        var calledOff = await world.Find(second);
        Assert.Equal((DeploymentState.Failed, "it was ended before it was ready"), (calledOff.State, calledOff.Error));
        Assert.Equal("1.0", await world.Predict());
    }

    [Fact]
    public async Task What_does_not_answer_its_first_prediction_fails_and_what_served_goes_on()
    {
        await using var world = await RolloutWorld.Make();
        await world.Deploy("1.0");
        world.Local.Predict = async (placement, context) =>
        {
            context.Response.StatusCode = placement.ParametersVersion == "1.0" ? 200 : 500;
            await context.Response.WriteAsync(placement.ParametersVersion == "1.0" ? "1.0" : """{"detail":"no such tensor"}""");
        };
        var second = await world.Ask("1.1");
        await RolloutWorld.Until(async () => await world.State(second) == DeploymentState.Failed);
        Assert.Equal("it is ready, but does not predict: 500 no such tensor", (await world.Find(second)).Error);
        await RolloutWorld.Until(() => world.Local.Started[1].IsStopped);
        Assert.Equal("1.0", await world.Predict());
        Assert.Contains("beam 1.0.0 with weights 1.1 on local failed: it is ready, but does not predict", world.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_ended_serves_no_more()
    {
        await using var world = await RolloutWorld.Make();
        var only = await world.Deploy("1.0");
        await world.End(only);
        await RolloutWorld.Until(() => world.Local.Started[0].IsStopped);
        await RolloutWorld.Until(async () => (await world.Reader.GetAsync(RolloutWorld.Path)).StatusCode == HttpStatusCode.NotFound);
        await (await world.Reader.GetAsync(RolloutWorld.Path)).Refuses(HttpStatusCode.NotFound, "MLP5103");
    }

    [Fact]
    public async Task When_the_registry_stops_every_request_is_answered_and_every_service_ended()
    {
        await using var world = await RolloutWorld.Make();
        var (began, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        world.Local.Predict = async (_, context) =>
        {
            if (context.Request.Query.ContainsKey("slow"))
            {
                began.TrySetResult();
                await answer.Task;
            }

            await context.Response.WriteAsync("done");
        };
        await world.Deploy("1.0");
        var slow = world.Reader.GetStringAsync($"{RolloutWorld.Path}?slow");
        await began.Task;
        var stopping = world.Stop();
        Assert.False(stopping.IsCompleted);
        answer.SetResult();
        Assert.Equal("done", await slow);
        await stopping;
        Assert.All(world.Local.Started, service => Assert.True(service.IsStopped));
    }
}
