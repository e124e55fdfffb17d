using System.Net;
using Mlp.Server.Hosting;
using Mlp.Server.Tests.Hosting;
using Mlp.Testing.Services;
using Mlp.Wire;

namespace Mlp.Server.Tests.Events;

public sealed class SqliteWebhookTests : WebhookTests
{
    protected override Task<string> Database(DirectoryInfo home) => Task.FromResult(Path.Combine(home.FullName, "shared.db"));
}

public sealed class PostgresWebhookTests(RealServices services) : WebhookTests
{
    protected override async Task<string> Database(DirectoryInfo home) => await (await services.Postgres).CreateDatabase();
}

public abstract class WebhookTests : IAsyncLifetime
{
    private static readonly WebhookSettings Quick = new()
    {
        Timeout = TimeSpan.FromSeconds(5),
        FirstPause = TimeSpan.FromMilliseconds(100),
        AskEvery = TimeSpan.FromMilliseconds(50),
        Lease = TimeSpan.FromSeconds(10),
    };

    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("mlp-");
    private readonly List<IAsyncDisposable> _running = [];
    private string _database = "";

    protected abstract Task<string> Database(DirectoryInfo home);

    public async ValueTask InitializeAsync() => _database = await Database(_home);

    public async ValueTask DisposeAsync()
    {
        foreach (var running in Enumerable.Reverse(_running))
        {
            await running.DisposeAsync();
        }

        _home.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Events_since_its_creation_come_signed_and_in_order()
    {
        var (registry, admin, receiver) = (await Registry(), await Admin(), await Receiver());
        await registry.NewToken("reader", name: "before");
        var webhook = await admin.Post<Webhook>("/api/v1/webhooks", new CreateWebhook(receiver.Url, WebhookReceiver.Secret));
        var names = Enumerable.Range(0, 50).Select(i => $"token {i}").ToList();
        foreach (var name in names)
        {
            await admin.Post<CreatedToken>("/api/v1/tokens", new CreateToken(name, "reader"));
        }

        await receiver.Has(50);
        Assert.Equal(names, receiver.Received.Select(e => e.Subject));
        Assert.Empty(receiver.Wrong);
        var log = await (await admin.GetAsync("/api/v1/events?kind=token.created&limit=1000")).Read<Page<AuditEvent>>();
        Assert.Equal(log.Items.TakeLast(50).Select(e => (e.Id, e.Time, e.Actor)), receiver.Received.Select(e => (e.Id, e.Time, e.Actor)));
        await Settled(admin, webhook, deliveries => deliveries.Count == 50 && deliveries.All(d => d is { State: "delivered", Attempts: 1, StatusCode: 200 }));
    }

    [Fact]
    public async Task Only_the_kinds_asked_for_come()
    {
        var (admin, receiver) = (await Admin(), await Receiver());
        await admin.Post<Webhook>("/api/v1/webhooks", new CreateWebhook(receiver.Url, WebhookReceiver.Secret, ["token.rev*", "webhook.deleted"]));
        var token = await admin.Post<CreatedToken>("/api/v1/tokens", new CreateToken("x", "reader"));
        await admin.DeleteAsync($"/api/v1/tokens/{token.Token.Id}");
        var other = await admin.Post<Webhook>("/api/v1/webhooks", new CreateWebhook("http://127.0.0.1:1/", WebhookReceiver.Secret, ["deployment.*"]));
        await admin.DeleteAsync($"/api/v1/webhooks/{other.Id}");
        await receiver.Has(2);
        await Task.Delay(300);
        Assert.Equal(["token.revoked", "webhook.deleted"], receiver.Received.Select(e => e.Kind));
    }

    [Fact]
    public async Task What_the_receiver_refuses_is_tried_again_and_holds_up_nothing_else()
    {
        var (admin, receiver) = (await Admin(), await Receiver());
        var refusals = 0;
        receiver.Answer = (_, e) => e.Subject == "refused" && Interlocked.Increment(ref refusals) <= 3 ? 500 : 204;
        var webhook = await admin.Post<Webhook>("/api/v1/webhooks", new CreateWebhook(receiver.Url, WebhookReceiver.Secret));
        await admin.Post<CreatedToken>("/api/v1/tokens", new CreateToken("refused", "reader"));
        await admin.Post<CreatedToken>("/api/v1/tokens", new CreateToken("taken", "reader"));
        await receiver.Has(2);
        Assert.Equal(["taken", "refused"], receiver.Received.Select(e => e.Subject));
        await Settled(admin, webhook, deliveries => deliveries.Any(d => d is { State: "delivered", Attempts: 4 }));
    }

    [Fact]
    public async Task While_nobody_answers_events_wait_and_keep_their_order_over_restarts()
    {
        var (admin, receiver) = (await Admin(), await Receiver());
        var port = receiver.Port;
        var webhook = await admin.Post<Webhook>("/api/v1/webhooks", new CreateWebhook(receiver.Url, WebhookReceiver.Secret));
        await Stop(receiver);
        for (var i = 0; i < 5; i++)
        {
            await admin.Post<CreatedToken>("/api/v1/tokens", new CreateToken($"token {i}", "reader"));
        }

        await Settled(admin, webhook, deliveries => deliveries.Any(d => d is { State: "pending", Attempts: > 1, StatusCode: null, Error.Length: > 0 }));
        await Stop(_running.OfType<TestRegistry>().Single());
        await Registry();
        var back = await Receiver(port);
        await back.Has(5);
        Assert.Equal(Enumerable.Range(0, 5).Select(i => $"token {i}"), back.Received.Select(e => e.Subject).Where(s => s.StartsWith("token ", StringComparison.Ordinal)).Take(5));
    }

    [Fact]
    public async Task In_the_end_it_gives_up_and_says_so()
    {
        var (admin, receiver) = (await Admin(Quick with { GiveUpAfter = TimeSpan.FromSeconds(1) }), await Receiver());
        receiver.Answer = (_, _) => 503;
        var webhook = await admin.Post<Webhook>("/api/v1/webhooks", new CreateWebhook(receiver.Url, WebhookReceiver.Secret));
        await admin.Post<CreatedToken>("/api/v1/tokens", new CreateToken("x", "reader"));
        await Settled(admin, webhook, deliveries => deliveries is [{ State: "given-up", StatusCode: 503, NextAttemptAt: null, Attempts: > 1 }]);
        var tries = receiver.Tries;
        await Task.Delay(1000);
        Assert.Equal(tries, receiver.Tries);
    }

    [Fact]
    public async Task Redirects_are_answers_not_addresses()
    {
        var (admin, receiver) = (await Admin(), await Receiver());
        receiver.Answer = (_, _) => 302;
        var webhook = await admin.Post<Webhook>("/api/v1/webhooks", new CreateWebhook(receiver.Url, WebhookReceiver.Secret));
        var tried = await (await admin.PostAsync($"/api/v1/webhooks/{webhook.Id}/test", null)).Read<WebhookDelivery>();
        Assert.Equal(("given-up", 302, 1), (tried.State, tried.StatusCode, tried.Attempts));
        Assert.Equal((1, 0), (receiver.Tries, receiver.Wrong.Count));
    }

    [Fact]
    public async Task A_test_is_tried_once_now_and_is_in_the_history()
    {
        var (admin, receiver) = (await Admin(), await Receiver());
        var webhook = await admin.Post<Webhook>("/api/v1/webhooks", new CreateWebhook(receiver.Url, WebhookReceiver.Secret, ["deployment.*"]));
        var tried = await (await admin.PostAsync($"/api/v1/webhooks/{webhook.Id}/test", null)).Read<WebhookDelivery>();
        Assert.Equal(("delivered", 200, 1), (tried.State, tried.StatusCode, tried.Attempts));
        Assert.Equal("webhook.tested", Assert.Single(receiver.Received).Kind);
        await Settled(admin, webhook, deliveries => deliveries.SequenceEqual([tried]));
        await Task.Delay(300);
        Assert.Equal(1, receiver.Tries);
        await (await admin.PostAsync("/api/v1/webhooks/999999/test", null)).Refuses(HttpStatusCode.NotFound, "MLP1007");
    }

    [Fact]
    public async Task Two_servers_on_one_database_deliver_everything_once()
    {
        var (admin, receiver) = (await Admin(), await Receiver());
        var second = await Registry(home: _home.CreateSubdirectory("second"));
        await admin.Post<Webhook>("/api/v1/webhooks", new CreateWebhook(receiver.Url, WebhookReceiver.Secret, ["token.created"]));
        var others = second.With((await second.NewToken("admin", name: "second's admin")).Secret);
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => (i % 2 == 0 ? admin : others).Post<CreatedToken>("/api/v1/tokens", new CreateToken($"token {i}", "reader"))));
        await receiver.Has(41);
        await Task.Delay(500);
        Assert.Equal(41, receiver.Received.Count);
        Assert.Equal(receiver.Received.Select(e => e.Id).Order(), receiver.Received.Select(e => e.Id));
    }

    [Fact]
    public async Task A_deleted_webhook_gets_nothing_more()
    {
        var (admin, receiver) = (await Admin(), await Receiver());
        receiver.Answer = (_, _) => 500;
        var webhook = await admin.Post<Webhook>("/api/v1/webhooks", new CreateWebhook(receiver.Url, WebhookReceiver.Secret));
        await admin.Post<CreatedToken>("/api/v1/tokens", new CreateToken("x", "reader"));
        await Settled(admin, webhook, deliveries => deliveries.Count > 0 && deliveries[^1].Attempts > 0);
        Assert.Equal(HttpStatusCode.NoContent, (await admin.DeleteAsync($"/api/v1/webhooks/{webhook.Id}")).StatusCode);
        await Task.Delay(500);
        var tries = receiver.Tries;
        await Task.Delay(1000);
        Assert.Equal(tries, receiver.Tries);
        Assert.Empty((await (await admin.GetAsync("/api/v1/webhooks")).Read<Page<Webhook>>()).Items);
        await (await admin.GetAsync($"/api/v1/webhooks/{webhook.Id}/deliveries")).Refuses(HttpStatusCode.NotFound, "MLP1007");
    }

    [Theory]
    [InlineData("ftp://example.org/", "0123456789abcdef", "*")]
    [InlineData("/relative", "0123456789abcdef", "*")]
    [InlineData("http://user:hidden-word@example.org/", "0123456789abcdef", "*")]
    [InlineData("http://example.org/", "short hidden-wo", "*")]
    [InlineData("http://example.org/", "0123456789abcdef", "no kind")]
    [InlineData("http://example.org/", "0123456789abcdef", "*.created")]
    [InlineData("http://example.org/", "0123456789abcdef", "token.creatd")]
    [InlineData("http://example.org/", "0123456789abcdef", "tokens.*")]
    [InlineData("http://example.org/", "0123456789abcdef", "token.**")]
    public async Task Webhooks_that_cannot_work_are_refused(string url, string secret, string kind)
    {
        var admin = await Admin();
        var answer = await System.Net.Http.Json.HttpClientJsonExtensions.PostAsJsonAsync(admin, "/api/v1/webhooks", new CreateWebhook(url, secret, [kind]), WireJson.Options);
        await answer.Refuses(HttpStatusCode.BadRequest, "MLP1005");
        Assert.DoesNotContain("hidden-wo", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty((await (await admin.GetAsync("/api/v1/webhooks")).Read<Page<Webhook>>()).Items);
    }

    [Fact]
    public async Task A_webhook_that_fails_for_an_unknown_reason_keeps_up_neither_the_registry_nor_the_others()
    {
        var (admin, receiver) = (await Admin(Quick with { Lease = TimeSpan.FromSeconds(1) }), await Receiver());
        var registry = _running.OfType<TestRegistry>().Single();
        var broken = await admin.Post<Webhook>("/api/v1/webhooks", new CreateWebhook(receiver.Url, WebhookReceiver.Secret, ["token.*"]));
        await admin.Post<Webhook>("/api/v1/webhooks", new CreateWebhook(receiver.Url, WebhookReceiver.Secret, ["token.*"]));
        await Events(registry, broken, "no json");
        await admin.Post<CreatedToken>("/api/v1/tokens", new CreateToken("x", "reader"));
        await receiver.Has(1);
        await Until(async () => (await admin.GetStringAsync("/metrics")).Contains("mlp_background_failures_total{service=\"webhooks\"}", StringComparison.Ordinal));
        Assert.Contains(registry.Log.Split('\n'), line => line.Contains("JsonException", StringComparison.Ordinal) && line.Contains("DeliveryQueue", StringComparison.Ordinal));
        Assert.Single(receiver.Received);

        await Events(registry, broken, "[\"token.created\"]");
        await receiver.Has(2);
        Assert.All(receiver.Received, e => Assert.Equal("x", e.Subject));
    }

    [Fact]
    public async Task The_secret_is_never_shown_again()
    {
        var (admin, receiver) = (await Admin(), await Receiver());
        var webhook = await admin.Post<Webhook>("/api/v1/webhooks", new CreateWebhook(receiver.Url, WebhookReceiver.Secret));
        await admin.PostAsync($"/api/v1/webhooks/{webhook.Id}/test", null);
        foreach (var route in new[] { "webhooks", "events", $"webhooks/{webhook.Id}/deliveries" })
        {
            Assert.DoesNotContain(WebhookReceiver.Secret, await admin.GetStringAsync($"/api/v1/{route}"), StringComparison.Ordinal);
        }

        Assert.DoesNotContain(WebhookReceiver.Secret, _running.OfType<TestRegistry>().Single().Log, StringComparison.Ordinal);
    }

    private static Task<int> Events(TestRegistry registry, Webhook webhook, string text) =>
        registry.Store.Write("test", session => session.Execute("UPDATE webhook SET events = @text WHERE id = @Id", new { text, webhook.Id }), Ct.None);

    private static async Task Until(Func<Task<bool>> condition)
    {
        for (var i = 0; i < 600 && !await condition(); i++)
        {
            await Task.Delay(50);
        }

        Assert.True(await condition());
    }

    private static async Task Settled(HttpClient admin, Webhook webhook, Func<IReadOnlyList<WebhookDelivery>, bool> condition)
    {
        IReadOnlyList<WebhookDelivery> deliveries = [];
        for (var i = 0; i < 600; i++)
        {
            deliveries = (await (await admin.GetAsync($"/api/v1/webhooks/{webhook.Id}/deliveries?limit=1000")).Read<Page<WebhookDelivery>>()).Items;
            if (condition(deliveries))
            {
                return;
            }

            await Task.Delay(50);
        }

        Assert.Fail(string.Join('\n', deliveries));
    }

    private async Task<TestRegistry> Registry(WebhookSettings? patience = null, DirectoryInfo? home = null)
    {
        var registry = await TestRegistry.Start(settings => settings with { Database = _database, Webhooks = patience ?? Quick }, home: home ?? _home);
        _running.Add(registry);
        return registry;
    }

    private async Task<HttpClient> Admin(WebhookSettings? patience = null)
    {
        var registry = _running.OfType<TestRegistry>().FirstOrDefault() ?? await Registry(patience);
        return registry.With((await File.ReadAllTextAsync(Path.Combine(_home.FullName, "admin.token"))).Trim());
    }

    private async Task<WebhookReceiver> Receiver(int port = 0)
    {
        var receiver = await WebhookReceiver.Start(port);
        _running.Add(receiver);
        return receiver;
    }

    private async Task Stop(IAsyncDisposable running)
    {
        _running.Remove(running);
        await running.DisposeAsync();
    }
}
