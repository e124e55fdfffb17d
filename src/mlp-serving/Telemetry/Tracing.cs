using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using OpenTelemetry;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Mlp.Serving.Telemetry;

/// <summary>Traces, for whoever listens; without a listener they cost a comparison.</summary>
internal static class Tracing
{
    private const string Name = "Mlp.Serving";
    private static readonly ActivitySource Source = new(Name);

    /// <summary>Sends traces to where OpenTelemetry's own variables say.</summary>
    public static IDisposable Send(string service, string? version) => Sdk.CreateTracerProviderBuilder()
        .AddSource(Name)
        .ConfigureResource(resource => resource.AddService(Environment.GetEnvironmentVariable("OTEL_SERVICE_NAME") is { Length: > 0 } name ? name : service, serviceVersion: version))
        .AddOtlpExporter()
        .Build();

    public static Activity? Request(string method, string path, IHeaderDictionary headers)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        _ = ActivityContext.TryParse(headers.TraceParent, headers.TraceState, isRemote: true, out var parent);
        var activity = Source.StartActivity($"{method} {path}", ActivityKind.Server, parent);
        activity?.SetTag("http.request.method", method);
        activity?.SetTag("url.path", path);
        return activity;
    }

    public static Activity? Prediction() => Source.HasListeners() ? Source.StartActivity("predict") : null;
}
