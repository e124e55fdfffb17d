using System.Runtime.InteropServices;
using System.Text.Json;
using Mlp.Serving.Hosting;
using Mlp.Serving.Json;
using Mlp.Serving.Predicting;
using Mlp.Serving.Telemetry;

namespace Mlp.Serving.Protocols;

/// <summary>TFaaS' rows: <c>{"keys": [...], "values": [...], "model": "name"}</c>, answered with an array of numbers.</summary>
/// <remarks>An array of numbers takes the values in their order; of another type the keys are the fields.</remarks>
internal sealed class RowProtocol<TInput, TOutput>(Dispatcher<TInput, TOutput> dispatcher, Codec<TInput> input, Codec<TOutput> output)
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = JsonFaults.MaxDepth, AllowDuplicateProperties = false };

#pragma warning disable CA1031 // Whatever failed is answered as a problem.
    public async Task Predict(Exchange exchange)
    {
        try
        {
            using var span = Tracing.Prediction();
            var answer = await dispatcher.Predict(Read(await exchange.ReadBody(), exchange.Label!.Model), exchange.CallerOf());
            var (buffer, isOne) = (ByteBuffer.Mine, typeof(TOutput).IsPrimitive);
            buffer.Add(isOne ? "["u8 : ""u8);
            output.Write(buffer, answer);
            buffer.Add(isOne ? "]"u8 : ""u8);
            exchange.Answer(200, "application/json", buffer.Written);
        }
        catch (Exception e)
        {
            Problems.Write(exchange, e);
        }
    }
#pragma warning restore CA1031

    private TInput Read(Body body, string model)
    {
        using (body)
        {
            try
            {
                using var document = JsonDocument.Parse(body.Memory, Strict);
                return Read(document.RootElement, model);
            }
            catch (JsonException e)
            {
                throw JsonFaults.Explain(e, body.Span);
            }
        }
    }

    private TInput Read(JsonElement root, string model)
    {
        Fields.Demand(root, "$", ["keys", "values", "model"]);
        if (Fields.Text(root, "model", "$") is { Length: > 0 } named && named != model)
        {
            throw new Refusal(ErrorCode.NoSuchModel, $"model '{Problems.Printable(named)}' is not served here", "$.model", $"this server has '{model}'");
        }

        if (!root.TryGetProperty("values", out var values) || values.ValueKind != JsonValueKind.Array)
        {
            throw Wrong("there is no array of values", "$.values", "send {\"keys\": [...], \"values\": [...]}");
        }

        var keys = Keys(root, values.GetArrayLength());
        try
        {
            return typeof(TInput).IsSZArray ? input.ReadWhole(JsonMarshal.GetRawUtf8Value(values))
                : typeof(TInput).IsPrimitive && values.GetArrayLength() == 1 ? input.ReadWhole(JsonMarshal.GetRawUtf8Value(values[0]))
                : input.ReadWhole(Object(keys ?? throw Wrong("there are no keys", "$.keys", "send the names of the input's fields"), values));
        }
        catch (Refusal refusal) when (typeof(TInput).IsSZArray)
        {
            throw refusal.Below("$.values");
        }
    }

    private static List<string>? Keys(JsonElement root, int count)
    {
        if (!root.TryGetProperty("keys", out var keys))
        {
            return null;
        }

        if (keys.ValueKind != JsonValueKind.Array || keys.EnumerateArray().Any(key => key.ValueKind != JsonValueKind.String))
        {
            throw Wrong("the keys are no array of texts", "$.keys", "send an array of names");
        }

        List<string> names = [.. keys.EnumerateArray().Select(key => key.GetString()!)];
        return names.Count != count ? throw Wrong($"there are {names.Count} keys and {count} values", "$.keys", "send one key for each value")
            : names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice ? throw Wrong($"the key '{Problems.Printable(twice.Key)}' is there twice", "$.keys", "send each key once")
            : names;
    }

    private static byte[] Object(List<string> keys, JsonElement values)
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory))
        {
            json.WriteStartObject();
            for (var i = 0; i < keys.Count; i++)
            {
                json.WritePropertyName(keys[i]);
                values[i].WriteTo(json);
            }

            json.WriteEndObject();
        }

        return memory.ToArray();
    }

    private static Refusal Wrong(string fact, string path, string remedy) => new(ErrorCode.NotTheProtocol, fact, path, remedy);
}
