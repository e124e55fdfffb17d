using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Abstractions;
using Microsoft.AspNetCore.Http.Features;
using Mlp.Serving.Telemetry;

namespace Mlp.Serving.Hosting;

/// <summary>What Kestrel calls for each request. No host, no middleware and no HttpContext stand between: docs/decisions/serving-without-host.md.</summary>
internal sealed class ServingApplication(Routes routes, ServingState state, RequestMetrics metrics) : IHttpApplication<Exchange>
{
    public Exchange CreateContext(IFeatureCollection contextFeatures)
    {
        var kept = contextFeatures as IHostContextContainer<Exchange>;
        var exchange = kept?.HostContext ?? new(contextFeatures);
        if (kept is not null)
        {
            kept.HostContext = exchange;
        }

        metrics.Begin();
        exchange.Begin();
        exchange.IsLast = state.IsDraining;
        return exchange;
    }

    public Task ProcessRequestAsync(Exchange context) => routes.Handle(context);

    public void DisposeContext(Exchange context, Exception? exception)
    {
        metrics.End();
        metrics.Record(context.Protocol, context.Status, context.Duration);
        context.End();
    }
}
