using Microsoft.AspNetCore.Http.Metadata;
using Mlp.Server.Hosting;

namespace Mlp.Server.Access;

/// <summary>Lets in whom the route asks for, and nobody where a route asks for nobody.</summary>
internal sealed class AccessMiddleware(RequestDelegate next, Authentication authentication, ServerSettings settings)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var endpoint = context.GetEndpoint();
        if (endpoint?.Metadata.GetMetadata<OpenToAll>() is null)
        {
            var caller = await authentication.Identify(context);
            context.Features.Set(caller);
            Demand(endpoint as RouteEndpoint, caller);
        }

        if (endpoint is RouteEndpoint route)
        {
            QueryCheck.Demand(context, route);
            ReadJsonWhole(context, route);
        }

        await next(context);
    }

    // Kestrel cancels reads when it is told to stop, of pipes that were looked into without taking anything out, as the
    // JSON reader does. Through a buffer everything is taken out, and the request is finished.
    private void ReadJsonWhole(HttpContext context, RouteEndpoint route)
    {
        if (route.Metadata.GetMetadata<IAcceptsMetadata>() is not null)
        {
            context.Request.EnableBuffering((int)settings.MaxJsonBytes);
        }
    }

    // No route, or one that the framework made to say "wrong method": any caller may learn that.
    private static void Demand(RouteEndpoint? route, Caller caller)
    {
        if (route is null)
        {
            return;
        }

        var required = route.Metadata.GetMetadata<RequiredRole>()
            ?? throw new InvalidOperationException($"the route {route.RoutePattern.RawText} says nothing of who may call it");
        caller.DemandRole(required.Role);
    }
}
