using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Mlp.Serving.Json;

/// <summary>How types of models look in JSON: camel-case names, enums as texts, nothing unknown, repeated or missing.</summary>
internal static class ModelJson
{
    public static JsonSerializerOptions Options(bool allowNaN)
    {
        var options = new JsonSerializerOptions(JsonSerializerOptions.Strict)
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            NumberHandling = allowNaN ? JsonNumberHandling.AllowNamedFloatingPointLiterals : JsonNumberHandling.Strict,
            MaxDepth = JsonFaults.MaxDepth,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // No page shows the answers.
            TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        };
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
        if (!allowNaN)
        {
            options.Converters.Add(new FiniteSingle());
            options.Converters.Add(new FiniteDouble());
        }

        options.MakeReadOnly();
        return options;
    }

    // A number such as 1e39 is valid JSON and would silently become infinite.
    private sealed class FiniteSingle : JsonConverter<float>
    {
        public override float Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.GetSingle() is var number && float.IsFinite(number) ? number : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, float value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
    }

    private sealed class FiniteDouble : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.GetDouble() is var number && double.IsFinite(number) ? number : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
    }
}
