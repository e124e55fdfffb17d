using System.Globalization;
using Microsoft.AspNetCore.Http;
using Mlp.Wire;

namespace Mlp.ClientTests.Http;

public sealed class RetryTests
{
    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task What_fails_for_the_moment_is_asked_again_after_growing_waits(int status)
    {
        await using var registry = await FaultyRegistry.Start((context, before) => before < 3 ? context.Status(status) : context.Identity());
        var clock = new HurriedClock();
        using var client = registry.Client(clock);

        var identity = await client.WhoAmIAsync();

        Assert.Equal("me", identity.Name);
        Assert.Equal(4, registry.Requests.Count);
        Assert.InRange(clock.Waits[0].TotalMilliseconds, 100, 200);
        Assert.InRange(clock.Waits[1].TotalMilliseconds, 200, 400);
        Assert.InRange(clock.Waits[2].TotalMilliseconds, 400, 800);
    }

    [Fact]
    public async Task The_wait_that_the_registry_asks_for_is_kept()
    {
        await using var registry = await FaultyRegistry.Start((context, before) =>
        {
            context.Response.Headers.RetryAfter = "7";
            return before == 0 ? context.Problem(429, "MLP2006") : context.Identity();
        });
        var clock = new HurriedClock();
        using var client = registry.Client(clock);

        await client.WhoAmIAsync();

        Assert.Equal(TimeSpan.FromSeconds(7), Assert.Single(clock.Waits));
    }

    [Fact]
    public async Task A_wait_of_hours_is_an_answer_not_a_wait()
    {
        await using var registry = await FaultyRegistry.Start((context, _) =>
        {
            context.Response.Headers.RetryAfter = "7200";
            return context.Problem(429, "MLP2006");
        });
        using var client = registry.Client();

        var failure = await Assert.ThrowsAsync<MlpException>(() => client.WhoAmIAsync());

        Assert.Equal(("MLP2006", 429, 1), (failure.Code, failure.Status, registry.Requests.Count));
    }

    [Fact]
    public async Task A_cut_connection_is_made_again()
    {
        await using var registry = await FaultyRegistry.Start((context, before) => before < 2 ? context.Cut() : context.Identity());
        using var client = registry.Client();

        Assert.Equal("me", (await client.WhoAmIAsync()).Name);
        Assert.Equal(3, registry.Requests.Count);
    }

    [Fact]
    public async Task An_answer_that_is_cut_in_its_middle_is_asked_for_again()
    {
        await using var registry = await FaultyRegistry.Start(async (context, before) =>
        {
            if (before == 0)
            {
                context.Response.ContentLength = 1000;
                await context.Response.WriteAsync("{\"name\":\"m");
                await context.Response.Body.FlushAsync();
                context.Abort();
                return;
            }

            await context.Identity();
        });
        using var client = registry.Client();

        Assert.Equal("me", (await client.WhoAmIAsync()).Name);
        Assert.Equal(2, registry.Requests.Count);
    }

    [Fact]
    public async Task A_write_that_is_tried_again_has_the_same_key_and_the_next_write_another()
    {
        await using var registry = await FaultyRegistry.Start(
            (context, before) => before == 1 ? context.Cut() : before == 0 ? context.Status(503) : context.Json(new ChangedLink("added")));
        using var client = registry.Client();

        await client.Compatibility.AddAsync(new("a", "1.0.0", "b", "1.0"));
        await client.Compatibility.AddAsync(new("a", "1.0.0", "b", "1.0"));

        var keys = registry.Requests.Select(request => request.IdempotencyKey).ToList();
        Assert.Equal(4, keys.Count);
        Assert.Single(keys.Take(3).Distinct());
        Assert.NotEqual(keys[0], keys[3]);
        Assert.All(keys, key => Assert.Equal(32, key.Length));
    }

    [Fact]
    public async Task A_secret_is_not_asked_for_twice_unless_nothing_was_done_the_first_time()
    {
        await using var registry = await FaultyRegistry.Start((context, before) => before == 0 ? context.Problem(429, "MLP2006") : context.Cut());
        using var client = registry.Client();

        var failure = await Assert.ThrowsAsync<MlpException>(() => client.Tokens.CreateAsync(new("a", "reader")));

        Assert.Equal((ClientErrors.Unreachable, 2), (failure.Code, registry.Requests.Count));
        Assert.Contains("look whether", failure.Remedy, StringComparison.Ordinal);
        Assert.All(registry.Requests, request => Assert.Equal("", request.IdempotencyKey));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(422)]
    [InlineData(500)]
    public async Task What_will_fail_again_is_not_asked_again(int status)
    {
        await using var registry = await FaultyRegistry.Start((context, _) => context.Problem(status, "MLP1234", "the value"));
        using var client = registry.Client();

        var failure = await Assert.ThrowsAsync<MlpException>(() => client.WhoAmIAsync());

        Assert.Single(registry.Requests);
        Assert.Equal(("MLP1234", "the fact", "the value", "the remedy"), (failure.Code, failure.Message, failure.Value, failure.Remedy));
        Assert.Equal((status, "trace"), (failure.Status, failure.TraceId));
    }

    [Fact]
    public async Task It_gives_up_in_the_end_and_says_why()
    {
        await using var registry = await FaultyRegistry.Start((context, _) => context.Problem(503, "MLP5002"));
        using var client = registry.Client(attempts: 3);

        var failure = await Assert.ThrowsAsync<MlpException>(() => client.WhoAmIAsync());

        Assert.Equal(("MLP5002", 503, 3), (failure.Code, failure.Status, registry.Requests.Count));
    }

    [Fact]
    public async Task Nobody_there_is_an_error_that_names_the_address()
    {
        await using var registry = await FaultyRegistry.Start((context, _) => context.Identity());
        using var client = registry.Client();
        await registry.DisposeAsync();

        var failure = await Assert.ThrowsAsync<MlpException>(() => client.WhoAmIAsync());

        Assert.Equal((ClientErrors.Unreachable, registry.Url), (failure.Code, failure.Value));
        Assert.Null(failure.Status);
    }

    [Fact]
    public async Task No_answer_in_time_counts_as_nobody_there()
    {
        await using var registry = await FaultyRegistry.Start((context, _) => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default));
        using var client = registry.Client(attempts: 2, timeout: TimeSpan.FromMilliseconds(300));

        var failure = await Assert.ThrowsAsync<MlpException>(() => client.WhoAmIAsync());

        Assert.Equal(ClientErrors.Unreachable, failure.Code);
        Assert.Contains("did not answer within", failure.Message, StringComparison.Ordinal);
        Assert.Equal(2, registry.Requests.Count);
    }

    [Fact]
    public async Task Cancelling_ends_the_waiting_at_once()
    {
        await using var registry = await FaultyRegistry.Start((context, _) => context.Status(503));
        using var client = new Client(new ClientOptions { Registry = registry.Url, Attempts = 1000 });
        using var cancelled = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.WhoAmIAsync(cancelled.Token)).WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    public async Task A_redirect_is_refused_and_the_token_goes_nowhere(int status)
    {
        await using var other = await FaultyRegistry.Start((context, _) => context.Identity());
        await using var registry = await FaultyRegistry.Start((context, _) =>
        {
            context.Response.Headers.Location = other.Url + "/api/v1/whoami?secret=1";
            return context.Status(status);
        });
        using var client = registry.Client();

        var failure = await Assert.ThrowsAsync<MlpException>(() => client.WhoAmIAsync());

        Assert.Equal((ClientErrors.Redirected, other.Url), (failure.Code, failure.Value));
        Assert.Empty(other.Requests);
    }

    [Fact]
    public async Task Something_that_is_no_registry_is_told_as_such()
    {
        await using var registry = await FaultyRegistry.Start((context, _) => context.Response.WriteAsync("<html>welcome</html>"));
        using var client = registry.Client();

        Assert.Equal(ClientErrors.NotARegistry, (await Assert.ThrowsAsync<MlpException>(() => client.WhoAmIAsync())).Code);
    }

    [Fact]
    public async Task An_answer_of_a_newer_registry_with_more_fields_is_understood()
    {
        await using var registry = await FaultyRegistry.Start(
            (context, _) => context.Response.WriteAsync("{\"name\":\"me\",\"role\":\"reader\",\"colour\":\"blue\"}"));
        using var client = registry.Client();

        Assert.Equal(new Identity("me", "reader", null), await client.WhoAmIAsync());
    }

    [Fact]
    public async Task An_ambiguous_version_carries_the_versions_to_choose_from()
    {
        await using var registry = await FaultyRegistry.Start((context, _) => context.Problem(409, "MLP4001", "3.0 4.1"));
        using var client = registry.Client();

        var failure = await Assert.ThrowsAsync<MlpException>(
            () => client.Parameters.CreateVersionAsync("weights", new(Digest.Of("x"u8).Text, "type", "3.3.0")));

        Assert.Equal(["3.0", "4.1"], failure.Choices);
    }

    [Fact]
    public async Task The_token_travels_in_its_header_and_shows_nowhere_else()
    {
        await using var registry = await FaultyRegistry.Start((context, _) => context.Status(404));
        using var client = registry.Client();

        var failure = await Assert.ThrowsAsync<MlpException>(() => client.WhoAmIAsync());

        Assert.Equal("Bearer mlp_secret", registry.Requests[0].Authorization);
        Assert.DoesNotContain("mlp_secret", registry.Requests[0].Path, StringComparison.Ordinal);
        Assert.DoesNotContain("mlp_secret", failure.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("mlp_secret", client.Registry, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_is_followed_from_page_to_page()
    {
        await using var registry = await FaultyRegistry.Start((context, before) => context.Json(
            new Page<Token>([Token(before)], before < 2 ? $"cursor {before}" : null)));
        using var client = registry.Client();

        var tokens = await client.Tokens.ListAsync().ToListAsync();

        Assert.Equal([0, 1, 2], tokens.Select(token => token.Id));
        Assert.Equal(
            ["/api/v1/tokens?limit=500", "/api/v1/tokens?limit=500&after=cursor%200", "/api/v1/tokens?limit=500&after=cursor%201"],
            registry.Requests.Select(request => request.Path));
    }

    [Fact]
    public async Task Arguments_that_are_none_are_refused_before_anything_is_sent()
    {
        await using var registry = await FaultyRegistry.Start((context, _) => context.Identity());
        using var client = registry.Client();

        await Refused(() => client.Types.GetAsync("Beam Line"), "Beam Line");
        await Refused(() => client.Types.GetVersionAsync("beam", "1.2"), "1.2");
        await Refused(() => client.Parameters.GetVersionAsync("beam", "../../tokens"), "../../tokens");
        await Refused(() => client.Parameters.OpenFileAsync("beam", "1.0", "../secret"), "../secret");
        await Refused(() => client.SearchAsync(metadata: new Dictionary<string, string> { ["a=b"] = "c" }).ToListAsync().AsTask(), "a=b");

        Assert.Empty(registry.Requests);
    }

    private static async Task Refused(Func<Task> call, string value)
    {
        var failure = await Assert.ThrowsAsync<MlpException>(call);
        Assert.Equal((ClientErrors.InvalidArgument, value), (failure.Code, failure.Value));
    }

    private static Token Token(int id) => new(
        id, id.ToString(CultureInfo.InvariantCulture), "reader", null, DateTimeOffset.UnixEpoch, "admin", null, null, null);
}
