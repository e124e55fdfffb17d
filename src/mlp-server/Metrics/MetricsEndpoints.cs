using Mlp.Server.Access;
using Mlp.Server.Hosting;

namespace Mlp.Server.Metrics;

internal static class MetricsEndpoints
{
    public static void Map(WebApplication app) =>
        app.MapGet("/metrics", (RegistryMetrics metrics) => TypedResults.Text(metrics.Write(), PrometheusText.ContentType))
            .Require(Role.Reader)
            .WithSummary("Tells what the registry measures of itself, as Prometheus text");
}
