using Microsoft.AspNetCore.Http.Json;
using Mlp.Oci;
using Mlp.Server.Access;
using Mlp.Server.Documentation;
using Mlp.Server.Events;
using Mlp.Server.InProcess;
using Mlp.Server.Metrics;
using Mlp.Server.Serving;
using Mlp.Server.Storage;

namespace Mlp.Server.Hosting;

/// <summary>Puts the web application together: what it needs, what every request goes through, and the routes.</summary>
internal static class RegistryApplication
{
    /// <summary>The registry that others reach, and that works when nobody asks, too.</summary>
    public static WebApplication ForServer(ServerSettings settings, RegistryParts parts, TextWriter log, TimeProvider clock)
    {
        var builder = Builder();
        Log(builder.Logging, () => LineLoggerProvider.Timed(log, clock), LogLevel.Information, LogLevel.Warning);
        Listening.Everywhere(builder.WebHost, settings, settings.FileInHome(LocalSocket.FileName));
        Provide(builder.Services, settings, parts, clock);
        WorkUnasked(builder.Services, settings);
        ApiDocument.Add(builder.Services);
        var app = builder.Build();
        Receive(app);
        ApiDocument.UsePages(app);
        Answer(app, settings);
        Routes.MapForOperators(app);
        Gateway.Map(app);
        return app;
    }

    /// <summary>
    /// The registry of one command. It lives for a moment, so what takes turns or patience is a server's: webhooks are not served (their events
    /// wait in the record), last uses are of tokens, which nobody has here, and nobody waits for it to be idle. Abandoned uploads it does remove, at its
    /// start: a home that never sees a server has nobody else for that. Documents, health and metrics have nobody to look at them.
    /// </summary>
    public static WebApplication InProcess(ServerSettings settings, RegistryParts parts, PrivateChannel channel, TextWriter log, TimeProvider clock)
    {
        var builder = Builder();
        // What is slow here is the machine, or its user who stopped the command for a while: no reason for Kestrel to warn.
        Log(builder.Logging, () => LineLoggerProvider.Brief(log, "registry:"), LogLevel.Warning, LogLevel.Error);
        Listening.Within(builder.WebHost, settings, channel);
        Provide(builder.Services, settings, parts, clock);
        var app = builder.Build();
        Receive(app);
        Answer(app, settings);
        return app;
    }

    // Empty: what the framework would configure, and all folders below the one that it was started in, which it would watch for that, are nothing to the registry.
    private static WebApplicationBuilder Builder()
    {
        var builder = WebApplication.CreateEmptyBuilder(new() { ApplicationName = "mlp", EnvironmentName = Environments.Production, ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRoutingCore();
        return builder;
    }

    private static void Log(ILoggingBuilder logging, Func<LineLoggerProvider> provider, LogLevel ours, LogLevel theFrameworks)
    {
        logging.ClearProviders();
        logging.Services.AddSingleton<ILoggerProvider>(_ => provider());
        logging.SetMinimumLevel(ours);
        logging.AddFilter("Microsoft", theFrameworks);
        logging.AddFilter("System", theFrameworks);
    }

    private static void Receive(WebApplication app)
    {
        app.UseMiddleware<RequestLogMiddleware>();
        app.UseMiddleware<ProblemMiddleware>();
        app.UseMiddleware<HeadLimitMiddleware>();
        app.UseMiddleware<HostMiddleware>();
    }

    private static void Answer(WebApplication app, ServerSettings settings)
    {
        app.UseRouting();
        app.UseMiddleware<AccessMiddleware>();
        Routes.MapApi(app, settings);
    }

    private static void Provide(IServiceCollection services, ServerSettings settings, RegistryParts parts, TimeProvider clock)
    {
        services.AddSingleton(settings).AddSingleton(parts.Store).AddSingleton(parts.Blobs).AddSingleton(clock);
        services.AddSingleton<Parameters.ContentIndex>();
        services.AddSingleton<IHostLifetime, QuietLifetime>();
        services.AddSingleton<RegistryMetrics>().AddSingleton<Activity>().AddSingleton<Readiness>();
        services.AddSingleton<Tokens>().AddSingleton<RememberedTokens>().AddSingleton<RateLimits>().AddSingleton<GuessLimit>().AddSingleton<LastUse>().AddSingleton<Authentication>();
        services.AddSingleton<ChangeSignal>().AddSingleton<Changes>();
        services.AddSingleton(_ => new UploadStaging(settings.FileInHome("uploads"))).AddHostedService<AbandonedUploads>();
        services.AddSingleton<RolloutTargets>();
        services.AddSingleton<DeliveryQueue>().AddSingleton<WebhookSender>();
        services.Configure<JsonOptions>(json => ServerJson.Apply(json.SerializerOptions));
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.Configure<HostOptions>(host => host.ShutdownTimeout = settings.StopWithin);
    }

    private static void WorkUnasked(IServiceCollection services, ServerSettings settings)
    {
        services.AddHostedService(provider => provider.GetRequiredService<LastUse>());
        services.AddHostedService<WebhookDispatcher>();
        services.AddSingleton<Backends>().AddSingleton<Rollouts>().AddHostedService(provider => provider.GetRequiredService<Rollouts>());
        if (settings.ServingProgram is { } program)
        {
            services.AddSingleton<LayerFolders>().AddSingleton(provider => ActivatorUtilities.CreateInstance<ServingLayer>(provider, program.FullName));
            services.AddSingleton<IServiceHost, LocalProcesses>();
        }

        if (settings.Docker is { } docker)
        {
            services.AddSingleton(_ => new DockerClient(docker.Socket));
            services.AddSingleton<IServiceHost>(provider => ActivatorUtilities.CreateInstance<DockerContainers>(provider, docker));
        }

        if (settings.ExitWhenIdle is { } idle)
        {
            services.AddHostedService(provider => ActivatorUtilities.CreateInstance<IdleExit>(provider, idle));
        }
    }
}
