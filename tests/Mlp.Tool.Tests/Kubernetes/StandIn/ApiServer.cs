using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Mlp.Tool.Tests.Kubernetes.StandIn;

/// <summary>A stand-in for the API server on a loopback port: as much of it as kubectl needs to discover, apply, watch, scale, delete and proxy.</summary>
internal sealed class ApiServer : IAsyncDisposable
{
    private const string AggregatedType = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
    private readonly WebApplication _application;
    private readonly Discovery _discovery;
    private readonly List<(string Method, Regex Path)> _forbidden = [];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mlp-cluster-");

    private ApiServer(WebApplication application, bool knowsExtras)
    {
        (_application, _discovery, Controllers) = (application, new(knowsExtras), new(Store));
        application.Run(Handle);
    }

    public ApiStore Store { get; } = new();

    public Controllers Controllers { get; }

    /// <summary>What was asked, as <c>METHOD path?query</c>.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public string Kubeconfig => Path.Combine(_folder.FullName, "config");

    /// <summary>What the models answer to predictions.</summary>
    public Func<string, (int Status, string Body)> Predict { get; set; } = _ => (200, "[1]");

    public static async Task<ApiServer> Start(bool knowsExtras = true)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new ApiServer(builder.Build(), knowsExtras);
        await server._application.StartAsync();
        await File.WriteAllTextAsync(server.Kubeconfig, $$"""
            {"apiVersion": "v1", "kind": "Config", "current-context": "dev",
             "clusters": [{"name": "lab", "cluster": {"server": "{{server._application.Urls.Single()}}" } }],
             "users": [{"name": "me", "user": { } }],
             "contexts": [{"name": "dev", "context": {"cluster": "lab", "user": "me", "namespace": "models"} }]}
            """);
        return server;
    }

    /// <summary>Takes a right away.</summary>
    public void Forbid(string method, string path) => _forbidden.Add((method, new(path)));

    /// <summary>Gives all rights back.</summary>
    public void Allow() => _forbidden.Clear();

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.FromSeconds(1)); // Watches do not end by themselves.
        await _application.StopAsync(now.Token);
        await _application.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task Handle(HttpContext context)
    {
        var (request, path) = (context.Request, context.Request.Path.Value!);
        Requests.Enqueue($"{request.Method} {path}{request.QueryString}");
        if (_forbidden.Any(rule => rule.Method == request.Method && rule.Path.IsMatch(path)))
        {
            await Fail(context, 403, "Forbidden", $"User \"me\" cannot {request.Method} {path}");
            return;
        }

        var parts = path.Trim('/').Split('/');
        await (parts switch
        {
            ["version"] => Json(context, new() { ["major"] = "1", ["minor"] = "36", ["gitVersion"] = "v1.36.0", ["platform"] = "linux/amd64" }),
            ["api"] => IsAggregated(request) ? Json(context, _discovery.Aggregated(isCore: true), AggregatedType) : Json(context, new() { ["kind"] = "APIVersions", ["versions"] = new JsonArray("v1") }),
            ["apis"] => IsAggregated(request) ? Json(context, _discovery.Aggregated(isCore: false), AggregatedType) : Json(context, _discovery.GroupList()),
            ["api", var version] => Known(context, _discovery.Resources("", version)),
            ["apis", var group, var version] => Known(context, _discovery.Resources(group, version)),
            ["openapi", "v2"] => Bytes(context, Discovery.OpenApi2(), "application/com.github.proto-openapi.spec.v2.v1.0+protobuf"),
            ["openapi", "v3"] => Json(context, _discovery.OpenApi3Index()),
            ["openapi", "v3", .. var of] => Known(context, _discovery.OpenApi3(string.Join('/', of))),
            ["api", "v1", "namespaces", var ns, "services", var service, "proxy", .. var rest] => Proxy(context, ns, service, string.Join('/', rest)),
            ["api", "v1", "namespaces", var ns, "pods", var pod, "log"] => Text(context, $"starting {ns}/{pod}\nMLP8003 the model cannot be loaded: factor.f32 is too short\n"),
            ["api", "v1", "namespaces", var ns, var plural, .. var rest] => Objects(context, "", "v1", ns, plural, rest),
            ["apis", var group, var version, "namespaces", var ns, var plural, .. var rest] => Objects(context, group, version, ns, plural, rest),
            _ => NotFound(context, path),
        });
    }

    private Task Objects(HttpContext context, string group, string version, string ns, string plural, string[] rest) =>
        !_discovery.Knows(group, plural) ? NotFound(context, plural) : (context.Request.Method, rest) switch
        {
            ("GET", []) when context.Request.Query.ContainsKey("watch") => Watch(context, ns, plural),
            ("GET", []) => List(context, group, version, ns, plural),
            ("GET", [var name]) => Store.Get(ns, plural, name) is { } found ? Json(context, found) : NotFound(context, $"{plural}.{group} \"{name}\""),
            ("GET", [var name, "scale"]) => Scale(context, ns, plural, name, null),
            ("PATCH", [var name]) => Apply(context, ns, plural, name),
            ("PATCH" or "PUT", [var name, "scale"]) => Scale(context, ns, plural, name, context.Request),
            ("DELETE", [var name]) => Store.Delete(ns, plural, name) ? Json(context, new() { ["kind"] = "Status", ["apiVersion"] = "v1", ["status"] = "Success" }) : NotFound(context, name),
            _ => Fail(context, 405, "MethodNotAllowed", $"the stand-in knows no {context.Request.Method} {context.Request.Path}"),
        };

    private async Task Apply(HttpContext context, string ns, string plural, string name)
    {
        var query = context.Request.Query;
        if (context.Request.ContentType != "application/apply-patch+yaml" || string.IsNullOrEmpty(query["fieldManager"]))
        {
            await Fail(context, 415, "UnsupportedMediaType", $"the stand-in applies on the server's side alone, not {context.Request.ContentType}");
            return;
        }

        var applied = JsonNode.Parse(await Body(context.Request))!.AsObject();
        if (applied["spec"]?["template"]?["spec"]?["containers"]?[0]?["resources"]?["limits"]?["memory"]?.GetValue<string>() == "1T")
        {
            await Fail(context, 403, "Forbidden", $"{plural} \"{name}\" is forbidden: exceeded quota: memory");
            return;
        }

        var conflicts = Store.Change(ns, plural, name, stored => stored.Apply(applied, query["fieldManager"]!, query["force"] == "true"), conflicts => conflicts.Count == 0);
        if (conflicts.Count > 0)
        {
            await Fail(context, 409, "Conflict", $"Apply failed with {conflicts.Count} conflict: {string.Join(", ", conflicts)}");
            return;
        }

        _ = Controllers.Act(ns, plural, name);
        await Json(context, Store.Get(ns, plural, name)!);
    }

    private async Task Scale(HttpContext context, string ns, string plural, string name, HttpRequest? change)
    {
        if (change is not null)
        {
            var replicas = JsonNode.Parse(await Body(change))!["spec"]!["replicas"]!.GetValue<int>();
            Store.Change(ns, plural, name, stored =>
            {
                stored.Scale(replicas, "kubectl");
                return 0;
            });
            _ = Controllers.Act(ns, plural, name);
        }

        await Json(context, new()
        {
            ["kind"] = "Scale",
            ["apiVersion"] = "autoscaling/v1",
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = ns },
            ["spec"] = new JsonObject { ["replicas"] = Store.Get(ns, plural, name)!["spec"]!["replicas"]!.DeepClone() },
        });
    }

    private Task List(HttpContext context, string group, string version, string ns, string plural) => Json(context, new()
    {
        ["kind"] = $"{Discovery.Kinds.Single(kind => kind.Plural == plural).Kind}List",
        ["apiVersion"] = group.Length == 0 ? version : $"{group}/{version}",
        ["metadata"] = new JsonObject { ["resourceVersion"] = $"{Store.Version}" },
        ["items"] = new JsonArray([.. Store.List(ns, plural).Where(item => Selected(item, context.Request.Query))]),
    });

    private async Task Watch(HttpContext context, string ns, string plural)
    {
        var events = Store.Watch(ns, plural, long.TryParse(context.Request.Query["resourceVersion"], out var since) && since > 0 ? since : long.MaxValue);
        context.Response.ContentType = "application/json";
        if (context.Request.Query["sendInitialEvents"] == "true")
        {
            foreach (var item in Store.List(ns, plural).Where(item => Selected(item, context.Request.Query)))
            {
                await Event(context, "ADDED", item);
            }

            var kind = Discovery.Kinds.Single(kind => kind.Plural == plural);
            await Event(context, "BOOKMARK", new()
            {
                ["kind"] = kind.Kind,
                ["apiVersion"] = kind.Group.Length == 0 ? kind.Version : $"{kind.Group}/{kind.Version}",
                ["metadata"] = new JsonObject { ["resourceVersion"] = $"{Store.Version}", ["annotations"] = new JsonObject { ["k8s.io/initial-events-end"] = "true" } },
            });
        }

        await context.Response.Body.FlushAsync();
        try
        {
            await foreach (var (type, item) in events.ReadAllAsync(context.RequestAborted))
            {
                if (Selected(item, context.Request.Query))
                {
                    await Event(context, type, item);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Whoever watched has seen enough.
        }
    }

    private async Task Proxy(HttpContext context, string ns, string service, string path)
    {
        var name = service.Split(':')[0];
        if (!Controllers.Serving.TryGetValue(name.EndsWith("-predictor", StringComparison.Ordinal) ? name[..^"-predictor".Length] : name, out var item) || Store.List(ns, "pods").Count == 0)
        {
            await Fail(context, 503, "ServiceUnavailable", $"no endpoints available for service \"{name}\"");
            return;
        }

        string Label(string label) => item["metadata"]!["annotations"]![label]!.GetValue<string>();
        context.Response.Headers["Mlp-Model"] = $"{Label("mlp.type")}/{Label("mlp.type-version")}";
        context.Response.Headers["Mlp-Parameters"] = $"{Label("mlp.parameters")}/{Label("mlp.parameters-version")}";
        var (status, body) = (context.Request.Method, path) switch
        {
            ("GET", "example") => (200, "[0.5]"),
            ("POST", "predict") => Predict(Label("mlp.image")),
            _ => (404, "{}"),
        };
        context.Response.StatusCode = status;
        await Text(context, body);
    }

    private static bool Selected(JsonObject item, IQueryCollection query) =>
        Requirements(query["labelSelector"]).All(pair => item["metadata"]!["labels"]?[pair.Key]?.GetValue<string>() == pair.Value)
        && Requirements(query["fieldSelector"]).All(pair => pair.Key.Split('.').Aggregate((JsonNode?)item, (node, step) => node?[step])?.GetValue<string>() == pair.Value);

    private static IEnumerable<(string Key, string Value)> Requirements(string? selector) =>
        (selector ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(each => each.Split('=', 2)).Select(pair => (pair[0], pair[1]));

    private static bool IsAggregated(HttpRequest request) => request.Headers.Accept.ToString().Contains("v=v2;as=APIGroupDiscoveryList", StringComparison.Ordinal);

    private static async Task Event(HttpContext context, string type, JsonObject item)
    {
        await context.Response.WriteAsync(new JsonObject { ["type"] = type, ["object"] = item.DeepClone() }.ToJsonString() + "\n");
        await context.Response.Body.FlushAsync();
    }

    private static Task Known(HttpContext context, JsonObject? found) => found is null ? NotFound(context, context.Request.Path) : Json(context, found);

    private static Task NotFound(HttpContext context, string what) => Fail(context, 404, "NotFound", $"{what} not found");

    private static Task Fail(HttpContext context, int status, string reason, string message)
    {
        context.Response.StatusCode = status;
        return Json(context, new() { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Failure", ["reason"] = reason, ["message"] = message, ["code"] = status });
    }

    private static Task Json(HttpContext context, JsonObject body, string type = "application/json") => Bytes(context, Encoding.UTF8.GetBytes(body.ToJsonString()), type);

    private static Task Text(HttpContext context, string text) => Bytes(context, Encoding.UTF8.GetBytes(text), "text/plain");

    private static async Task Bytes(HttpContext context, byte[] body, string type)
    {
        context.Response.ContentType = type;
        await context.Response.Body.WriteAsync(body);
    }

    private static async Task<string> Body(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        return await reader.ReadToEndAsync();
    }
}
