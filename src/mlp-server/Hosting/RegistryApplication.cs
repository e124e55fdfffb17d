using Microsoft.AspNetCore.Http.Json;
using Mlp.Server.Access;
using Mlp.Server.Database;
using Mlp.Server.Documentation;
using Mlp.Server.Events;
using Mlp.Server.Metrics;
using Mlp.Server.Storage;

namespace Mlp.Server.Hosting;

/// <summary>Puts the web application together: what it needs, what every request goes through, and the routes.</summary>
internal static class RegistryApplication
{
    public static WebApplication Build(ServerSettings settings, Store store, IBlobStore blobs, TextWriter log, TimeProvider clock)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = "mlp", EnvironmentName = Environments.Production });
        builder.Configuration.Sources.Clear();
        Log(builder.Logging, log, clock);
        Listening.Configure(builder.WebHost, settings, settings.FileInHome(LocalSocket.FileName));
        Provide(builder.Services, settings, store, blobs, clock);
        var app = builder.Build();
        app.UseMiddleware<RequestLogMiddleware>();
        app.UseMiddleware<ProblemMiddleware>();
        app.UseMiddleware<HostMiddleware>();
        ApiDocument.UsePages(app);
        app.UseRouting();
        app.UseMiddleware<AccessMiddleware>();
        Routes.Map(app, settings);
        return app;
    }

    private static void Log(ILoggingBuilder logging, TextWriter log, TimeProvider clock)
    {
        logging.ClearProviders();
        logging.Services.AddSingleton<ILoggerProvider>(_ => new LineLoggerProvider(log, clock));
        logging.SetMinimumLevel(LogLevel.Information);
        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddFilter("System", LogLevel.Warning);
    }

    private static void Provide(IServiceCollection services, ServerSettings settings, Store store, IBlobStore blobs, TimeProvider clock)
    {
        services.AddSingleton(settings).AddSingleton(store).AddSingleton(blobs).AddSingleton(clock);
        services.AddSingleton<Parameters.ContentIndex>();
        services.AddSingleton<IHostLifetime, QuietLifetime>();
        services.AddSingleton<RegistryMetrics>().AddSingleton<Activity>().AddSingleton<Readiness>();
        services.AddSingleton<Tokens>().AddSingleton<RateLimits>().AddSingleton<Authentication>();
        services.AddSingleton<LastUse>().AddHostedService(provider => provider.GetRequiredService<LastUse>());
        services.AddSingleton<ChangeSignal>().AddSingleton<Changes>();
        services.AddSingleton(_ => new UploadStaging(settings.FileInHome("uploads"))).AddHostedService<AbandonedUploads>();
        services.AddSingleton<DeliveryQueue>().AddSingleton<WebhookSender>().AddHostedService<WebhookDispatcher>();
        if (settings.ExitWhenIdle is { } idle)
        {
            services.AddHostedService(provider => ActivatorUtilities.CreateInstance<IdleExit>(provider, idle));
        }

        ApiDocument.Add(services);
        services.Configure<JsonOptions>(json => ServerJson.Apply(json.SerializerOptions));
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.Configure<HostOptions>(host => host.ShutdownTimeout = settings.StopWithin);
    }
}
