using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;

namespace Mlp.Server.Hosting;

/// <summary>Marks a route: a name that its query string may have.</summary>
internal sealed record QueryName(string Name, Type Type, bool Repeatable, string? Description = null, bool Required = false)
{
    /// <summary>Adds the marks that follow from the handler's own parameters.</summary>
    public static void AddFromHandler(EndpointBuilder endpoint)
    {
        var inRoute = endpoint is RouteEndpointBuilder route ? route.RoutePattern.Parameters.Select(p => p.Name).ToHashSet(StringComparer.OrdinalIgnoreCase) : [];
        var names = endpoint.Metadata.OfType<IParameterBindingMetadata>()
            .Where(parameter => !inRoute.Contains(parameter.Name) && IsFromQuery(parameter))
            .Select(parameter => new QueryName(NameOf(parameter), parameter.ParameterInfo.ParameterType, parameter.ParameterInfo.ParameterType.IsArray, Required: !parameter.IsOptional))
            .ToList();
        names.ForEach(endpoint.Metadata.Add);
    }

    private static bool IsFromQuery(IParameterBindingMetadata parameter)
    {
        var type = parameter.ParameterInfo.ParameterType;
        return !parameter.HasBindAsync
            && parameter.ParameterInfo.GetCustomAttribute<FromHeaderAttribute>() is null
            && (parameter.HasTryParse || type == typeof(string) || type == typeof(string[]));
    }

    private static string NameOf(IParameterBindingMetadata parameter) =>
        parameter.ParameterInfo.GetCustomAttribute<FromQueryAttribute>()?.Name ?? parameter.Name;
}
