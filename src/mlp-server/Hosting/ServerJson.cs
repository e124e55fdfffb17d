using System.Text.Json;
using Mlp.Wire;

namespace Mlp.Server.Hosting;

/// <summary>The wire's JSON options, as the framework's own: it lets them be filled in, not replaced.</summary>
internal static class ServerJson
{
    public static void Apply(JsonSerializerOptions options)
    {
        var wire = WireJson.Options;
        options.UnmappedMemberHandling = wire.UnmappedMemberHandling;
        options.DefaultIgnoreCondition = wire.DefaultIgnoreCondition;
        options.NumberHandling = wire.NumberHandling;
        options.PropertyNameCaseInsensitive = wire.PropertyNameCaseInsensitive;
        options.PropertyNamingPolicy = wire.PropertyNamingPolicy;
        options.RespectNullableAnnotations = wire.RespectNullableAnnotations;
        options.RespectRequiredConstructorParameters = wire.RespectRequiredConstructorParameters;
        options.AllowDuplicateProperties = wire.AllowDuplicateProperties;
        options.MaxDepth = wire.MaxDepth;
        options.Encoder = wire.Encoder;
        options.TypeInfoResolver = wire.TypeInfoResolver;
        options.Converters.Add(new TextConverter());
        options.Converters.Add(new TimeConverter());
    }
}
