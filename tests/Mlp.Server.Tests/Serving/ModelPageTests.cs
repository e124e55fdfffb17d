using System.Net;
using Microsoft.AspNetCore.Http;
using Mlp.Server.Tests.Hosting;

namespace Mlp.Server.Tests.Serving;

/// <summary>The page that shows a model's routes opens in a browser, which sends no token; what is the model's does not.</summary>
public sealed class ModelPageTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    [Fact]
    public async Task The_page_and_its_files_need_no_token_and_come_from_the_registry_not_from_the_model()
    {
        var asked = 0;
        var (model, path) = await gateway.Serve(context =>
        {
            Interlocked.Increment(ref asked);
            return Task.CompletedTask;
        });
        await using var running = model;
        using var page = await gateway.Registry.Anonymous.GetAsync($"{path}/swagger");
        Assert.EndsWith($"{path}/swagger/", page.RequestMessage!.RequestUri!.AbsolutePath, StringComparison.Ordinal);
        var html = await page.Content.ReadAsStringAsync();
        Assert.Equal((HttpStatusCode.OK, "text/html"), (page.StatusCode, page.Content.Headers.ContentType!.MediaType));
        Assert.Contains("script-src 'self';", Assert.Single(page.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        foreach (var file in Links(html))
        {
            using var answer = await gateway.Registry.Anonymous.GetAsync(new Uri(page.RequestMessage.RequestUri, file));
            Assert.True(answer.IsSuccessStatusCode, $"{file}: {answer.StatusCode}");
            Assert.NotEmpty(await answer.Content.ReadAsByteArrayAsync());
        }

        Assert.Equal(0, asked);
    }

    [Fact]
    public async Task It_is_the_same_for_pairs_that_do_not_exist_and_has_no_other_files()
    {
        var (model, path) = await gateway.Serve(context => context.Response.WriteAsync("the model's"));
        await using var running = model;
        Assert.Equal(await gateway.Registry.Anonymous.GetStringAsync($"{path}/swagger/"), await gateway.Registry.Anonymous.GetStringAsync("serve/no/such/swagger/index.html"));
        await (await gateway.Registry.Anonymous.GetAsync($"{path}/swagger/other.js")).Refuses(HttpStatusCode.NotFound, ErrorCode.NoSuchRoute.Code);
        await (await gateway.Registry.Anonymous.GetAsync($"{path}/swagger/a/b")).Refuses(HttpStatusCode.Unauthorized, "MLP2001");
    }

    [Fact]
    public async Task What_the_page_shows_is_asked_for_with_a_token()
    {
        var (model, path) = await gateway.Serve(context => context.Response.WriteAsync("""{"openapi":"3.1.0"}"""));
        await using var running = model;
        await (await gateway.Registry.Anonymous.GetAsync($"{path}/openapi/v1.json")).Refuses(HttpStatusCode.Unauthorized, "MLP2001");
        Assert.Equal("""{"openapi":"3.1.0"}""", await gateway.Reader.GetStringAsync($"{path}/openapi/v1.json"));
    }

    private static IEnumerable<string> Links(string html) =>
        html.Split('"').Where(text => text.EndsWith(".js", StringComparison.Ordinal) || text.EndsWith(".css", StringComparison.Ordinal) || text.EndsWith(".png", StringComparison.Ordinal));
}
