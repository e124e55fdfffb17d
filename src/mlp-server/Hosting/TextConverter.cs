using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mlp.Server.Hosting;

/// <summary>Refuses the null character in texts: not every database can keep it.</summary>
internal sealed class TextConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? Checked(reader.GetString()!) : throw new JsonException("could not be converted");

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Checked(reader.GetString()!);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WritePropertyName(value);

    private static string Checked(string text) => text.Contains('\0', StringComparison.Ordinal)
        ? throw new JsonException("null character", new Refusal(ErrorCode.InvalidValue, "a text holds a null character", remedy: "leave the null character out"))
        : text;
}
