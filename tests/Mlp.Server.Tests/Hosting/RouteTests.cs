using System.Net;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Mlp.Server.Hosting;
using Mlp.Testing;
using Mlp.Wire;

namespace Mlp.Server.Tests.Hosting;

public sealed class RouteTests
{
    private static readonly string[] WithoutToken = ["/health/live", "/health/ready", "/openapi/{documentName}.json", "/serve/{type}/{parameters}/swagger/{file?}"];

    [Fact]
    public async Task Every_route_says_who_may_call_it_and_what_it_does()
    {
        await using var registry = await TestRegistry.Start();
        var routes = registry.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().ToList();
        Assert.True(routes.Count > 40);
        foreach (var route in routes)
        {
            var path = route.RoutePattern.RawText!;
            var isOpen = WithoutToken.Contains(path);
            Assert.True(isOpen == route.Metadata.GetMetadata<OpenToAll>() is not null, path);
            Assert.True(isOpen || route.Metadata.GetMetadata<RequiredRole>() is not null, $"{path} has no required role");
            Assert.True(path.StartsWith("/openapi", StringComparison.Ordinal) || route.Metadata.GetMetadata<IEndpointSummaryMetadata>() is not null, $"{path} has no summary");
        }
    }

    [Fact]
    public async Task Without_a_token_every_route_but_those_without_data_is_closed()
    {
        await using var registry = await TestRegistry.Start();
        var routes = registry.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>();
        foreach (var route in routes.Where(route => !WithoutToken.Contains(route.RoutePattern.RawText)))
        {
            var method = route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods[0] ?? "GET";
            var path = System.Text.RegularExpressions.Regex.Replace(route.RoutePattern.RawText!, "{[^}]*}", "1");
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            using var answer = await registry.Anonymous.SendAsync(request);
            Assert.True(answer.StatusCode == HttpStatusCode.Unauthorized, $"{method} {path}: {answer.StatusCode}");
        }

        await (await registry.Anonymous.GetAsync("/no/such/route")).Refuses(HttpStatusCode.Unauthorized, "MLP2001");
        Assert.Equal(HttpStatusCode.OK, (await registry.Anonymous.GetAsync("/health/live")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await registry.Anonymous.GetAsync("/health/ready")).StatusCode);
    }

    [Fact]
    public async Task The_document_of_the_interface_is_as_approved_and_its_pages_need_no_internet()
    {
        await using var registry = await TestRegistry.Start();
        Approved.Matches("tests/approved/openapi.json", await registry.Anonymous.GetStringAsync("/openapi/v1.json"));
        var page = await registry.Anonymous.GetStringAsync("/swagger/index.html");
        Assert.DoesNotContain("https://", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await registry.Anonymous.GetAsync("/swagger/swagger-ui-bundle.js")).StatusCode);
    }

    [Fact]
    public async Task Metrics_tell_requests_by_route_and_how_commits_go()
    {
        await using var registry = await TestRegistry.Start();
        var reader = await registry.As("reader");
        await reader.GetAsync("/api/v1/whoami");
        await reader.GetAsync("/api/v1/types/unknown");
        var text = await reader.GetStringAsync("/metrics");
        Assert.Contains("mlp_http_requests_total{route=\"/api/v1/whoami\",method=\"GET\",status=\"200\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("mlp_http_requests_total{route=\"/api/v1/types/{type}\",method=\"GET\",status=\"404\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("mlp_http_requests_in_flight 1\n", text, StringComparison.Ordinal);
        Assert.Matches("mlp_commit_group_size_count [1-9]", text);
        Assert.Matches("process_resident_memory_bytes [1-9]", text);
        Assert.DoesNotContain("unknown", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_is_ready_without_a_database()
    {
        await using var registry = await TestRegistry.Start();
        await registry.Store.Write("test", session => session.Execute("DROP TABLE schema_version"), Ct.None);
        await (await registry.Anonymous.GetAsync("/health/ready")).Refuses(HttpStatusCode.ServiceUnavailable, "MLP5002");
        Assert.Equal(HttpStatusCode.OK, (await registry.Anonymous.GetAsync("/health/live")).StatusCode);
    }

    [Fact]
    public async Task Nobody_is_ready_without_the_blobs()
    {
        await using var registry = await TestRegistry.Start();
        Directory.Delete(Path.Combine(registry.Home.FullName, "blobs"), recursive: true);
        await (await registry.Anonymous.GetAsync("/health/ready")).Refuses(HttpStatusCode.ServiceUnavailable, "MLP5002");
    }

    [Fact]
    public async Task Failures_of_the_inside_are_told_by_trace_id_alone()
    {
        await using var registry = await TestRegistry.Start();
        var admin = await registry.As("admin");
        await registry.Store.Write("test", session => session.Execute("DROP TABLE webhook_delivery"), Ct.None);
        var created = await admin.Post<Webhook>("/api/v1/webhooks", new CreateWebhook("http://127.0.0.1:1/", "0123456789abcdef"));
        var answer = await admin.GetAsync($"/api/v1/webhooks/{created.Id}/deliveries");
        var problem = await answer.Problem();
        Assert.Equal((HttpStatusCode.InternalServerError, "MLP5001"), (answer.StatusCode, problem.Code));
        Assert.DoesNotContain("webhook_delivery", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains(registry.Log.Split('\n'), line => line.Contains(problem.TraceId!, StringComparison.Ordinal) && line.Contains("no such table", StringComparison.Ordinal));
    }
}
