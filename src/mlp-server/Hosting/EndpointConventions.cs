using Mlp.Server.Access;

namespace Mlp.Server.Hosting;

/// <summary>What every route says of itself.</summary>
internal static class EndpointConventions
{
    /// <summary>Only callers with this role get in; administrators always do.</summary>
    public static TBuilder Require<TBuilder>(this TBuilder route, Role role)
        where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata(new RequiredRole(role));

    public static TBuilder AllowEverybody<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata(new OpenToAll());

    public static TBuilder AllowPagesUpTo<TBuilder>(this TBuilder route, int limit)
        where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata(new LargestPage(limit));

    /// <summary>The route's body is bytes of this type, read as they come.</summary>
    public static RouteHandlerBuilder Takes(this RouteHandlerBuilder route, string contentType) =>
        route.WithMetadata(new RawBody(contentType));

    /// <summary>The route's body may have this size, instead of that of JSON bodies.</summary>
    public static TBuilder AllowBodiesUpTo<TBuilder>(this TBuilder route, long bytes)
        where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(bytes));
}
