using System.Reflection;

namespace Mlp.Server;

/// <summary>
/// Maps handlers as the framework does, under its names, which stand behind these here; but what calls a handler is compiled when the
/// first request wants it. A command that asks its own registry three things does not wait for eighty handlers.
/// </summary>
internal static class LateRoutes
{
    private static readonly string[] Get = [HttpMethods.Get];
    private static readonly string[] Post = [HttpMethods.Post];
    private static readonly string[] Put = [HttpMethods.Put];
    private static readonly string[] Patch = [HttpMethods.Patch];
    private static readonly string[] Delete = [HttpMethods.Delete];

    public static RouteHandlerBuilder MapGet(this IEndpointRouteBuilder routes, string pattern, Delegate handler) => routes.MapMethods(pattern, Get, handler);

    public static RouteHandlerBuilder MapPost(this IEndpointRouteBuilder routes, string pattern, Delegate handler) => routes.MapMethods(pattern, Post, handler);

    public static RouteHandlerBuilder MapPut(this IEndpointRouteBuilder routes, string pattern, Delegate handler) => routes.MapMethods(pattern, Put, handler);

    public static RouteHandlerBuilder MapPatch(this IEndpointRouteBuilder routes, string pattern, Delegate handler) => routes.MapMethods(pattern, Patch, handler);

    public static RouteHandlerBuilder MapDelete(this IEndpointRouteBuilder routes, string pattern, Delegate handler) => routes.MapMethods(pattern, Delete, handler);

    public static RouteHandlerBuilder MapMethods(this IEndpointRouteBuilder routes, string pattern, IEnumerable<string> methods, Delegate handler) =>
        RouteHandlerServices.Map(routes, pattern, handler, methods, Describe, CompileLater);

    private static RequestDelegateMetadataResult Describe(MethodInfo method, RequestDelegateFactoryOptions? options) =>
        RequestDelegateFactory.InferMetadata(method, options);

    private static RequestDelegateResult CompileLater(Delegate handler, RequestDelegateFactoryOptions options, RequestDelegateMetadataResult? described)
    {
        var compiled = new Lazy<RequestDelegate>(() => RequestDelegateFactory.Create(handler, options, described).RequestDelegate);
        return new(context => compiled.Value(context), [.. options.EndpointBuilder!.Metadata]);
    }
}
