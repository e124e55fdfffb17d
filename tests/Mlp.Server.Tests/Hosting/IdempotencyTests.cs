using System.Net;
using System.Net.Http.Json;
using Mlp.Testing.Services;
using Mlp.Wire;

namespace Mlp.Server.Tests.Hosting;

public sealed class SqliteIdempotencyTests : IdempotencyTests
{
    protected override Task<string?> Database() => Task.FromResult<string?>(null);
}

public sealed class PostgresIdempotencyTests(RealServices services) : IdempotencyTests
{
    protected override async Task<string?> Database() => await (await services.Postgres).CreateDatabase();
}

public abstract class IdempotencyTests : IAsyncLifetime
{
    private static readonly CreateWebhook Body = new("http://127.0.0.1:1/", "0123456789abcdef", ["token.*"]);
    private TestRegistry _registry = null!;
    private HttpClient _admin = null!;

    protected abstract Task<string?> Database();

    public async ValueTask InitializeAsync()
    {
        var database = await Database();
        _registry = await TestRegistry.Start(settings => settings with { Database = database });
        _admin = await _registry.As("admin", name: "one");
    }

    public async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        await _registry.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Repeating_a_request_with_its_key_answers_from_the_record()
    {
        var first = await Send(_admin, "key", Body);
        var again = await Send(_admin, "key", Body);
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (first.StatusCode, again.StatusCode));
        Assert.Equal(await first.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
        Assert.Single(await Webhooks());
        await Send(_admin, "other", Body);
        Assert.Equal(2, (await Webhooks()).Count);
    }

    [Fact]
    public async Task Many_at_once_with_one_key_do_it_once()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Send(_admin, "key", Body)));
        Assert.Single(answers.Select(a => a.Content.ReadAsStringAsync().Result).Distinct());
        Assert.Single(await Webhooks());
    }

    [Fact]
    public async Task A_key_is_for_one_request_of_one_caller()
    {
        await Send(_admin, "key", Body);
        await (await Send(_admin, "key", Body with { Secret = "fedcba9876543210" })).Refuses(HttpStatusCode.UnprocessableEntity, "MLP1012");
        Assert.Single(await Webhooks());

        // Another token with the same name: who it is does not go by names.
        var another = await _registry.As("admin", name: "one");
        Assert.Equal(HttpStatusCode.Created, (await Send(another, "key", Body with { Url = "http://127.0.0.1:2/" })).StatusCode);
        Assert.Equal(2, (await Webhooks()).Count);
    }

    [Fact]
    public async Task What_was_refused_may_be_mended_under_the_same_key()
    {
        var id = (await (await Send(_admin, "first", Body)).Read<Webhook>()).Id;
        await (await Delete("key", 999_999)).Refuses(HttpStatusCode.NotFound, "MLP1007");
        Assert.Equal(HttpStatusCode.NoContent, (await Delete("key", id)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await Delete("key", id)).StatusCode);
        await (await Delete("later", id)).Refuses(HttpStatusCode.NotFound, "MLP1007");
    }

    [Fact]
    public async Task Old_answers_are_forgotten()
    {
        await Send(_admin, "key", Body);
        await _registry.Store.Write("test", session => session.Execute("UPDATE idempotency SET time = time - 86400001"), Ct.None);
        Assert.Equal(HttpStatusCode.Created, (await Send(_admin, "key", Body with { Url = "http://127.0.0.1:2/" })).StatusCode);
        Assert.Equal(2, (await Webhooks()).Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("tab\tin it")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789")]
    public async Task Keys_that_are_none_are_refused(string key) =>
        await (await Send(_admin, key, Body)).Refuses(HttpStatusCode.BadRequest, "MLP1005");

    [Fact]
    public async Task Answers_with_secrets_are_not_kept()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/tokens") { Content = JsonContent.Create(new CreateToken("x", "reader"), options: WireJson.Options) };
        request.Headers.Add("Idempotency-Key", "key");
        await (await _admin.SendAsync(request)).Refuses(HttpStatusCode.BadRequest, "MLP1005");
    }

    private static async Task<HttpResponseMessage> Send(HttpClient client, string key, CreateWebhook body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/webhooks") { Content = JsonContent.Create(body, options: WireJson.Options) };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return await client.SendAsync(request);
    }

    private async Task<HttpResponseMessage> Delete(string key, long id)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, $"/api/v1/webhooks/{id}");
        request.Headers.Add("Idempotency-Key", key);
        return await _admin.SendAsync(request);
    }

    private async Task<IReadOnlyList<Webhook>> Webhooks() => (await (await _admin.GetAsync("/api/v1/webhooks")).Read<Page<Webhook>>()).Items;
}
