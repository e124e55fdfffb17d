using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mlp.Server.Hosting;

/// <summary>Reads times that say their zone, and refuses others: the framework would take this machine's.</summary>
internal sealed class TimeConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
            ? ZonedTime.TryParse(reader.GetString()!) ?? throw new JsonException("no time", new Refusal(ErrorCode.MalformedRequest, "the body has a time that is none, or has no zone", remedy: ZonedTime.Remedy))
            : throw new JsonException("could not be converted");

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
