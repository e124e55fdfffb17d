using Mlp.Server.Access;
using Mlp.Server.Metrics;

namespace Mlp.Server.Hosting;

/// <summary>One line per request, but for predictions that went well: no headers, no query, no body, so no secrets.</summary>
internal sealed class RequestLogMiddleware(RequestDelegate next, ILogger<RequestLogMiddleware> log, RegistryMetrics metrics, Activity activity, TimeProvider clock)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var began = clock.GetTimestamp();
        metrics.RequestBegan();
        try
        {
            await next(context);
        }
        finally
        {
            var duration = clock.GetElapsedTime(began);
            var route = context.GetEndpoint() as RouteEndpoint;
            metrics.RequestEnded(route?.RoutePattern.RawText ?? "none", KnownMethod(context.Request.Method), context.Response.StatusCode, duration);
            Tell(context, route, duration);
        }
    }

    private void Tell(HttpContext context, RouteEndpoint? route, TimeSpan duration)
    {
        if (route?.Metadata.GetMetadata<HealthCheck>() is not null)
        {
            return;
        }

        activity.Happened();
        if (context.Response.StatusCode < StatusCodes.Status400BadRequest && route?.Metadata.GetMetadata<AskedOften>() is not null)
        {
            return;
        }

        log.LogInformation(
            "{Method} {Path} {Status} {Milliseconds:0.0} ms {Caller} {TraceId}",
            Problems.Printable(context.Request.Method),
            Problems.Printable(context.Request.Path.ToUriComponent()),
            context.Response.StatusCode,
            duration.TotalMilliseconds,
            context.Features.Get<Caller>()?.Name ?? "-",
            Problems.TraceId(context));
    }

    // Callers may invent methods; a metric for each would grow without end.
    private static string KnownMethod(string method) =>
        HttpMethods.IsGet(method) || HttpMethods.IsPost(method) || HttpMethods.IsPut(method) || HttpMethods.IsPatch(method) || HttpMethods.IsDelete(method) || HttpMethods.IsHead(method)
            ? method
            : "other";
}
