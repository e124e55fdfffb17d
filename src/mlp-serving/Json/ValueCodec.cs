using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Mlp.Serving.Json;

/// <summary>Any type, as System.Text.Json sees it.</summary>
internal sealed class ValueCodec<T>(JsonSerializerOptions options) : Codec<T>
{
    private readonly JsonTypeInfo<T> _type = (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
    private readonly bool _mayBeNull = Nullable.GetUnderlyingType(typeof(T)) is not null;

    // A type of the model has constructors and properties, which may do anything.
    public override bool IsQuick(int length) => (typeof(T).IsPrimitive || typeof(T) == typeof(string)) && base.IsQuick(length);

    public override T Read(ref Utf8JsonReader reader)
    {
        try
        {
            var value = JsonSerializer.Deserialize(ref reader, _type);
            return value is not null || _mayBeNull ? value! : throw JsonFaults.Wrong("the input is null", "$", "send a value; /openapi/v1.json describes it");
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or ArgumentException or OverflowException)
        {
            // A constructor or a property of the model's own type does not take what was sent.
            throw new Refusal(ErrorCode.InputDoesNotFit, "the input has a value that its type does not take", "$", "/openapi/v1.json describes the input", e);
        }
    }

    public override void Write(ByteBuffer output, T value)
    {
        try
        {
            using var writer = new Utf8JsonWriter(output);
            JsonSerializer.Serialize(writer, value, _type);
        }
        catch (Exception e) when (e is ArgumentException or JsonException or NotSupportedException or InvalidOperationException)
        {
            throw Unwritable(e);
        }
    }

    private static Refusal Unwritable(Exception cause) => new(
        ErrorCode.AnswerUnwritable, "the model's answer cannot be written as JSON: it has a number that is not finite, a cycle, or a type without a form",
        remedy: "correct the model's output type; NaN and infinities are allowed with --allow-nan", cause: cause);
}
