using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Mlp.Tool.Tests.Forges;

/// <summary>A server that behaves as the documented APIs of GitLab and GitHub do, as far as pipelines ask them: it keeps what it is told, pages what it lists, and checks who asks.</summary>
internal sealed class StandInForge : IAsyncDisposable
{
    /// <summary>GitLab's token of a job, which may do little.</summary>
    public const string JobToken = "job-token-5dc1";

    /// <summary>A token that may do everything.</summary>
    public const string OwnToken = "own-token-91fe";

    private readonly WebApplication _application;
    private readonly Lock _lock = new();
    private long _id = 100;

    private StandInForge(WebApplication application) => _application = application;

    /// <summary>What was asked and answered, one text each, without hosts.</summary>
    public ConcurrentQueue<string> Talk { get; } = new();

    /// <summary>What the next requests are answered with in place of doing them; 0 cuts the connection, and a negative status is given after the work was done.</summary>
    public ConcurrentQueue<(int Status, (string Name, string Value)? Header)> Faults { get; } = new();

    /// <summary>The next request of this method is carried out, and its answer lost.</summary>
    public string? LosesAnswerOf { get; set; }

    /// <summary>What the token may not do at GitHub, by the ends of paths.</summary>
    public string? Forbidden { get; set; }

    public List<JsonObject> Comments { get; } = [];

    public List<JsonObject> Releases { get; } = [];

    public List<JsonObject> Statuses { get; } = [];

    public List<JsonObject> Deployments { get; } = [];

    public List<JsonObject> Environments { get; } = [];

    private Uri Root => new(_application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/");

    public string GitLab => new Uri(Root, "api/v4").AbsoluteUri;

    public string GitHub => new Uri(Root, "github").AbsoluteUri;

    public static async Task<StandInForge> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var application = builder.Build();
        var forge = new StandInForge(application);
        application.Use(forge.Tell);
        forge.MapGitLab(application);
        forge.MapGitHub(application);
        await application.StartAsync();
        return forge;
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private void MapGitLab(WebApplication application)
    {
        const string Project = "/api/v4/projects/{project}";
        application.MapGet(Project + "/merge_requests/7/notes", (HttpContext context) => Own(context) ?? Page(context, Comments));
        application.MapPost(Project + "/merge_requests/7/notes", (HttpContext context, JsonObject body) => Own(context) ?? Add(Comments, body, ("system", false)));
        application.MapPut(Project + "/merge_requests/7/notes/{id}", (HttpContext context, long id, JsonObject body) => Own(context) ?? Change(Comments, id, body));
        application.MapGet(Project + "/releases/{tag}", (HttpContext context, string tag) => Any(context) ?? Found(Releases, "tag_name", tag));
        application.MapPost(Project + "/releases", (HttpContext context, JsonObject body) => Any(context) ?? Add(Releases, body));
        application.MapPut(Project + "/releases/{tag}", (HttpContext context, string tag, JsonObject body) => Any(context) ?? Change(Releases, "tag_name", tag, body));
        application.MapPost(Project + "/statuses/{sha}", (HttpContext context, string sha, JsonObject body) => Own(context)
            ?? (Statuses.Exists(status => (string?)status["sha"] == sha && (string?)status["name"] == (string?)body["name"])
                ? Results.Json(new { message = "Cannot transition status via :success from :success (Reason(s): Status cannot transition via \"success\")" }, statusCode: 400)
                : Add(Statuses, body, ("sha", sha))));
        application.MapGet(Project + "/deployments", (HttpContext context, string environment) => Any(context)
            ?? Results.Json(Deployments.Where(deployment => (string?)deployment["environment"]!["name"] == environment).Reverse().Take(1)));
        application.MapPost(Project + "/deployments", (HttpContext context, JsonObject body) => Any(context) ?? Deploy(body));
        application.MapPut(Project + "/environments/{id}", (HttpContext context, long id, JsonObject body) => Any(context) ?? Change(Environments, id, body));
    }

    private void MapGitHub(WebApplication application)
    {
        const string Repository = "/github/repos/{owner}/{repository}";
        application.MapGet(Repository + "/issues/12/comments", (HttpContext context) => Bearer(context) ?? Page(context, Comments));
        application.MapPost(Repository + "/issues/12/comments", (HttpContext context, JsonObject body) => Bearer(context) ?? Add(Comments, body));
        application.MapPatch(Repository + "/issues/comments/{id}", (HttpContext context, long id, JsonObject body) => Bearer(context) ?? Change(Comments, id, body));
        application.MapGet(Repository + "/releases/tags/{tag}", (HttpContext context, string tag) => Bearer(context) ?? Found(Releases, "tag_name", tag));
        application.MapPost(Repository + "/releases", (HttpContext context, JsonObject body) => Bearer(context) ?? Add(Releases, body));
        application.MapPatch(Repository + "/releases/{id}", (HttpContext context, long id, JsonObject body) => Bearer(context) ?? Change(Releases, id, body));
        application.MapPost(Repository + "/statuses/{sha}", (HttpContext context, string sha, JsonObject body) => Bearer(context) ?? Add(Statuses, body, ("sha", sha)));
        application.MapGet(Repository + "/deployments", (HttpContext context, string environment) => Bearer(context)
            ?? Results.Json(Deployments.Where(deployment => (string?)deployment["environment"] == environment).Reverse().Take(1)));
        application.MapPost(Repository + "/deployments", (HttpContext context, JsonObject body) => Bearer(context) ?? Add(Deployments, body, ("sha", body["ref"]!.GetValue<string>())));
        application.MapPost(Repository + "/deployments/{id}/statuses", (HttpContext context, long id, JsonObject body) => Bearer(context) ?? Add(Statuses, body, ("deployment", id)));
    }

    private async Task Tell(HttpContext context, RequestDelegate next)
    {
        context.Request.EnableBuffering();
        var asked = await new StreamReader(context.Request.Body).ReadToEndAsync();
        context.Request.Body.Position = 0;
        var answer = context.Response.Body;
        using var buffer = new MemoryStream();
        context.Response.Body = buffer;
        var isFault = Faults.TryDequeue(out var fault);
        if (LosesAnswerOf == context.Request.Method)
        {
            (LosesAnswerOf, isFault, fault) = (null, true, (-504, null));
        }

        if (isFault && fault.Status == 0)
        {
            context.Abort();
            return;
        }

        if (!isFault || fault.Status < 0)
        {
            await next(context);
        }

        if (isFault)
        {
            (context.Response.StatusCode, context.Response.Body) = (Math.Abs(fault.Status), Stream.Null);
            buffer.SetLength(0);
            context.Response.ContentLength = 0;
            if (fault.Header is { } header)
            {
                context.Response.Headers[header.Name] = header.Value;
            }
        }

        context.Response.Body = answer;
        Talk.Enqueue($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString} as {Who(context)}{Shown(asked)}\n{context.Response.StatusCode}{Shown(Encoding.UTF8.GetString(buffer.ToArray()))}");
        await context.Response.Body.WriteAsync(buffer.ToArray());
    }

    private string Shown(string body) => body.Length == 0 ? "" : "\n" + JsonNode.Parse(body)!.ToJsonString(new JsonSerializerOptions { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping })
        .Replace(Root.AbsoluteUri, "https://forge/", StringComparison.Ordinal);

    private static string Who(HttpContext context) => context.Request.Headers switch
    {
        var headers when headers["JOB-TOKEN"] == JobToken => "the job",
        var headers when headers["PRIVATE-TOKEN"] == OwnToken || headers.Authorization == $"Bearer {OwnToken}" => "itself",
        _ => "nobody",
    };

    private static IResult? Any(HttpContext context) => Who(context) == "nobody" ? Results.Json(new { message = "401 Unauthorized" }, statusCode: 401) : null;

    private static IResult? Own(HttpContext context) => Who(context) == "itself" ? null : Results.Json(new { message = "401 Unauthorized" }, statusCode: 401);

    private IResult? Bearer(HttpContext context) =>
        Who(context) != "itself" ? Results.Json(new { message = "Bad credentials" }, statusCode: 401)
        : Forbidden is { } end && context.Request.Path.Value!.EndsWith(end, StringComparison.Ordinal) ? Results.Json(new { message = "Resource not accessible by integration" }, statusCode: 403) : null;

    private IResult Deploy(JsonObject body)
    {
        var name = (string)body["environment"]!;
        var environment = Environments.Find(environment => (string?)environment["name"] == name);
        if (environment is null)
        {
            Add(Environments, new() { ["name"] = name, ["external_url"] = null });
            environment = Environments[^1];
        }

        body["environment"] = environment.DeepClone();
        return Add(Deployments, body);
    }

    private IResult Add(List<JsonObject> list, JsonObject body, params (string Name, JsonNode? Value)[] more)
    {
        lock (_lock)
        {
            var added = new JsonObject { ["id"] = _id++ };
            foreach (var (name, value) in body.Select(field => (field.Key, field.Value?.DeepClone())).Concat(more))
            {
                added[name] = value;
            }

            list.Add(added);
            return Results.Json(added, statusCode: 201);
        }
    }

    private static IResult Change(List<JsonObject> list, long id, JsonObject body) => Changed(list.Find(each => (long)each["id"]! == id), body);

    private static IResult Change(List<JsonObject> list, string key, string value, JsonObject body) => Changed(list.Find(each => (string?)each[key] == value), body);

    private static IResult Changed(JsonObject? there, JsonObject body)
    {
        foreach (var (name, value) in there is null ? [] : body)
        {
            there![name] = value?.DeepClone();
        }

        return there is null ? Results.Json(new { message = "404 Not found" }, statusCode: 404) : Results.Json(there);
    }

    private static IResult Found(List<JsonObject> list, string key, string value) =>
        list.Find(each => (string?)each[key] == value) is { } there ? Results.Json(there) : Results.Json(new { message = "404 Not Found" }, statusCode: 404);

    private static IResult Page(HttpContext context, List<JsonObject> list)
    {
        var query = context.Request.Query;
        var (page, size) = (Number(query["page"], 1), Number(query["per_page"], 20));
        if (list.Count > page * size)
        {
            context.Response.Headers.Link =
                $"<{context.Request.Scheme}://{context.Request.Host}{context.Request.Path}?per_page={size}&page={page + 1}>; rel=\"next\", <{context.Request.Scheme}://{context.Request.Host}{context.Request.Path}?per_page={size}&page=1>; rel=\"first\"";
        }

        return Results.Json(list.Skip((page - 1) * size).Take(size));
    }

    private static int Number(string? text, int otherwise) => text is null ? otherwise : int.Parse(text, CultureInfo.InvariantCulture);
}
