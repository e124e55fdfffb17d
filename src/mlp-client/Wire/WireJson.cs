using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Mlp.Wire;

/// <summary>How the records travel: camel case, unknown fields are refused, and missing ones that cannot be null.</summary>
public static class WireJson
{
    /// <summary>The one set of options, for both ends.</summary>
    public static JsonSerializerOptions Options { get; } = Strict();

    private static JsonSerializerOptions Strict()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            NumberHandling = JsonNumberHandling.Strict,
            PropertyNameCaseInsensitive = false,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            AllowDuplicateProperties = false,
            MaxDepth = 32,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LetNullsBeMissing } },
        };
        options.MakeReadOnly();
        return options;
    }

    // Null is not written, so a missing field reads as null wherever null is allowed.
    private static void LetNullsBeMissing(JsonTypeInfo type)
    {
        foreach (var property in type.Properties.Where(p => p.IsSetNullable && p.AssociatedParameter is { IsNullable: true }))
        {
            property.IsRequired = false;
        }
    }
}
