using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Mlp.Server.Tests.Hosting;

namespace Mlp.Server.Tests.Serving;

/// <summary>What comes through the gateway, both ways, and what stays outside.</summary>
public sealed class GatewayTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    public static TheoryData<string> Targets =>
    [
        "/", "/predict", "/predict?a=1&a=2&b=", "/a%20b/c", "/a%2Fb", "/%41", "/%2541", "/a+b;c=d,e@f:g!$&'()*", "/v1/models/beam:predict?x=%2F%3f%26", "//double//", "/trailing/", "?only=query",
        "/caf%C3%A9?q=caf%C3%A9",
    ];

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task Path_and_query_arrive_as_they_were_written(string target)
    {
        var (model, path) = await gateway.Serve(context => context.Response.WriteAsync(context.Features.Get<IHttpRequestFeature>()!.RawTarget));
        await using var running = model;
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{gateway.Registry.BaseUrl}{path}{target}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        using var answer = await gateway.Reader.SendAsync(request);
        Assert.Equal(target.StartsWith('?') ? "/" + target : target, await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Dots_and_escapes_in_front_of_the_pair_lead_where_the_server_says()
    {
        var (model, path) = await gateway.Serve(context => context.Response.WriteAsync(context.Features.Get<IHttpRequestFeature>()!.RawTarget));
        await using var running = model;
        Assert.Equal("/x%20y?q=%20", await Raw($"/none/../{path}/x%20y?q=%20"));
        Assert.Equal("/a%2Fb", await Raw($"/{path}/../{path.Split('/')[^1]}/a%2fb"));
        Assert.Equal("/x", await Raw($"/serve/%74iny/{path.Split('/')[^1]}/x"));
    }

    [Fact]
    public async Task The_method_the_body_and_the_headers_of_a_request_arrive_and_secrets_do_not()
    {
        string? body = null;
        IHeaderDictionary? headers = null;
        var (model, path) = await gateway.Serve(
            async context =>
            {
                (headers, body) = (new HeaderDictionary(context.Request.Headers.ToDictionary()), $"{context.Request.Method} {await new StreamReader(context.Request.Body).ReadToEndAsync()}");
                context.Response.StatusCode = 202;
            },
            token: "the-models-own");
        await using var running = model;
        using var request = new HttpRequestMessage(HttpMethod.Patch, $"{path}/predict") { Content = new StringContent("[1]", Encoding.UTF8, "application/json") };
        request.Headers.Add("Mlp-Session", "one");
        request.Headers.Add("X-Many", ["a", "b"]);
        request.Headers.Add("Cookie", "secret=1");
        request.Headers.Add("X-Forwarded-Prefix", "/elsewhere");
        request.Headers.Add("X-Hop", "between us");
        request.Headers.Add("Connection", "x-hop");
        request.Headers.Add("TE", "trailers");
        request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        using var answer = await gateway.Reader.SendAsync(request);

        Assert.Equal((HttpStatusCode.Accepted, "PATCH [1]"), (answer.StatusCode, body));
        Assert.Equal("one", headers!["Mlp-Session"]);
        Assert.Equal("a, b", headers["X-Many"].ToString().Replace(",", ", ", StringComparison.Ordinal).Replace("  ", " ", StringComparison.Ordinal));
        Assert.Equal(("application/json; charset=utf-8", "3"), (headers.ContentType.ToString(), headers.ContentLength?.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal($"/{path}", headers["X-Forwarded-Prefix"]);
        Assert.Equal("Bearer the-models-own", headers.Authorization);
        Assert.Equal("model", headers.Host);
        Assert.Contains("0af7651916cd43dd8448eb211c80319c", headers["traceparent"].ToString(), StringComparison.Ordinal);
        Assert.All(["Cookie", "X-Hop", "TE"], name => Assert.False(headers.ContainsKey(name), name));
    }

    [Fact]
    public async Task A_model_without_a_token_gets_none()
    {
        var (model, path) = await gateway.Serve(context => context.Response.WriteAsync($"<{context.Request.Headers.Authorization}>"));
        await using var running = model;
        Assert.Equal("<>", await gateway.Reader.GetStringAsync(path));
    }

    [Theory]
    [InlineData(200, "yes")]
    [InlineData(201, "")]
    [InlineData(204, "")]
    [InlineData(304, "")]
    [InlineData(400, "{\"code\":\"MLP9011\"}")]
    [InlineData(404, "")]
    [InlineData(413, "")]
    [InlineData(429, "later")]
    [InlineData(500, "")]
    [InlineData(503, "busy")]
    public async Task What_the_model_answers_is_the_answer_whatever_it_is(int status, string body)
    {
        var (model, path) = await gateway.Serve(async context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.RetryAfter = "7";
            context.Response.Headers["Mlp-Model"] = "tiny/1.0.0";
            context.Response.Headers.SetCookie = "mine=1";
            context.Response.Headers["X-Hop"] = "between us";
            context.Response.Headers.Connection = "X-Hop";
            context.Response.Headers["X-Many"] = new(["a", "b"]);
            if (body.Length > 0)
            {
                context.Response.ContentType = "application/json";
                await context.Response.WriteAsync(body);
            }
        });
        await using var running = model;
        using var answer = await gateway.Reader.GetAsync($"{path}/predict");
        Assert.Equal((status, body), ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync()));
        Assert.Equal("tiny/1.0.0", Assert.Single(answer.Headers.GetValues("Mlp-Model")));
        Assert.Equal(["a", "b"], answer.Headers.GetValues("X-Many"));
        Assert.Equal(TimeSpan.FromSeconds(7), answer.Headers.RetryAfter!.Delta);
        Assert.All(["Set-Cookie", "X-Hop"], name => Assert.False(answer.Headers.Contains(name), name));
    }

    [Fact]
    public async Task A_HEAD_request_has_the_length_of_the_body_that_it_does_not_have()
    {
        var (model, path) = await gateway.Serve(context =>
        {
            context.Response.ContentLength = 1234;
            return Task.CompletedTask;
        });
        await using var running = model;
        using var request = new HttpRequestMessage(HttpMethod.Head, path);
        using var answer = await gateway.Reader.SendAsync(request);
        Assert.Equal((HttpStatusCode.OK, 1234L), (answer.StatusCode, answer.Content.Headers.ContentLength));
    }

    [Theory]
    [InlineData("reader")]
    [InlineData("publisher")]
    [InlineData("deployer")]
    [InlineData("admin")]
    public async Task Whoever_may_read_may_predict(string role)
    {
        var (model, path) = await gateway.Serve(context => context.Response.WriteAsync("yes"));
        await using var running = model;
        using var client = await gateway.Registry.As(role);
        Assert.Equal("yes", await client.GetStringAsync(path));
    }

    [Fact]
    public async Task Without_a_token_or_from_a_page_of_others_or_under_another_name_nobody_comes_through()
    {
        var asked = 0;
        var (model, path) = await gateway.Serve(context => Count(ref asked));
        await using var running = model;
        await (await gateway.Registry.Anonymous.GetAsync(path)).Refuses(HttpStatusCode.Unauthorized, "MLP2001");
        await (await gateway.Registry.With("mlp_" + new string('a', 43)).GetAsync(path)).Refuses(HttpStatusCode.Unauthorized, "MLP2002");
        await (await Send("Origin", "https://evil.example.org")).Refuses(HttpStatusCode.Forbidden, ErrorCode.HostRefused.Code);
        await (await Send("Origin", "null")).Refuses(HttpStatusCode.Forbidden, ErrorCode.HostRefused.Code);
        await (await Send("Host", "evil.example.org")).Refuses(HttpStatusCode.Forbidden, ErrorCode.HostRefused.Code);
        Assert.Equal(0, asked);
        (await Send("Origin", gateway.Registry.BaseUrl.ToString().TrimEnd('/'))).EnsureSuccessStatusCode();
        Assert.Equal(1, asked);

        async Task<HttpResponseMessage> Send(string name, string value)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.TryAddWithoutValidation(name, value);
            return await gateway.Reader.SendAsync(request);
        }
    }

    [Fact]
    public async Task A_pair_that_nobody_serves_is_told_apart_from_names_that_are_none()
    {
        await (await gateway.Reader.GetAsync("serve/tiny/unknown/predict")).Refuses(HttpStatusCode.NotFound, "MLP5103");
        await (await gateway.Reader.GetAsync("serve/Tiny/..unknown/predict")).Refuses(HttpStatusCode.BadRequest, ErrorCode.InvalidName.Code);
    }

    private static Task Count(ref int asked)
    {
        Interlocked.Increment(ref asked);
        return Task.CompletedTask;
    }

    // As a client that does not tidy up addresses.
    private async Task<string> Raw(string target)
    {
        using var client = new System.Net.Sockets.TcpClient();
        await client.ConnectAsync(gateway.Registry.BaseUrl.Host, gateway.Registry.BaseUrl.Port);
        await using var stream = client.GetStream();
        var token = gateway.Reader.DefaultRequestHeaders.Authorization;
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {target} HTTP/1.0\r\nHost: localhost\r\nAuthorization: {token}\r\n\r\n"));
        var answer = await new StreamReader(stream).ReadToEndAsync();
        return answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
    }
}
