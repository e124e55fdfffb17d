using Mlp.Server.Access;
using Mlp.Server.Compatibility;
using Mlp.Server.Deployments;
using Mlp.Server.Documentation;
using Mlp.Server.Events;
using Mlp.Server.Metrics;
using Mlp.Server.Parameters;
using Mlp.Server.Releases;
using Mlp.Server.Search;
using Mlp.Server.Storage;
using Mlp.Server.Types;

namespace Mlp.Server.Hosting;

/// <summary>Every route of the registry, by group.</summary>
internal static class Routes
{
    public static void MapApi(WebApplication app, ServerSettings settings)
    {
        var api = app.MapGroup("/api/v1");
        ((IEndpointConventionBuilder)api).Finally(QueryName.AddFromHandler);
        InfoEndpoints.Map(api);
        TokenEndpoints.Map(api);
        GrantEndpoints.Map(api);
        EventEndpoints.Map(api);
        WebhookEndpoints.Map(api);
        ReleaseEndpoints.Map(api);
        ModelTypeEndpoints.Map(api);
        ParametersEndpoints.Map(api);
        CompatibilityEndpoints.Map(api);
        SearchEndpoints.Map(api);
        DeploymentEndpoints.Map(api);
        BlobEndpoints.Map(api, settings.MaxBlobBytes);
        UploadEndpoints.Map(api, settings.MaxBlobBytes);
    }

    /// <summary>For those who run a server, and those who write to it by hand.</summary>
    public static void MapForOperators(WebApplication app)
    {
        HealthEndpoints.Map(app);
        MetricsEndpoints.Map(app);
        ApiDocument.Map(app);
        ModelPage.Map(app);
    }
}
