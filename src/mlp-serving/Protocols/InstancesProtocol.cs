using System.Text.Json;
using Mlp.Serving.Hosting;
using Mlp.Serving.Json;
using Mlp.Serving.Predicting;
using Mlp.Serving.Telemetry;

namespace Mlp.Serving.Protocols;

/// <summary>KServe's first protocol: <c>{"instances": [input, ...]}</c> is answered with <c>{"predictions": [output, ...]}</c>.</summary>
internal sealed class InstancesProtocol<TInput, TOutput>(Dispatcher<TInput, TOutput> dispatcher, Codec<TInput> input, Codec<TOutput> output)
{
    private const string Instances = "instances";
    private const string Signature = "signature_name";
    private const string OnlySignature = "serving_default";

#pragma warning disable CA1031 // Whatever failed is answered as a problem.
    public async Task Predict(Exchange exchange)
    {
        try
        {
            using var span = Tracing.Prediction();
            var inputs = Read(await exchange.ReadBody());
            TOutput[] answers;
            try
            {
                answers = await Many.Predict(dispatcher, inputs, exchange.CallerOf());
            }
            catch (Refusal refusal)
            {
                throw refusal.Below("$." + Instances);
            }

            var buffer = ByteBuffer.Mine;
            buffer.Add("{\"predictions\":"u8);
            Many.Write(buffer, output, answers);
            buffer.Add((byte)'}');
            exchange.Answer(200, "application/json", buffer.Written);
        }
        catch (Exception e)
        {
            Problems.Write(exchange, e);
        }
    }
#pragma warning restore CA1031

    private TInput[] Read(Body body)
    {
        using (body)
        {
            try
            {
                return Read(body.Span);
            }
            catch (JsonException e)
            {
                throw JsonFaults.Explain(e, body.Span);
            }
        }
    }

    private TInput[] Read(ReadOnlySpan<byte> json)
    {
        var reader = JsonFaults.ReaderOf(json);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw Wrong("the body is no object", "$", "send {\"instances\": [input, ...]}");
        }

        TInput[]? inputs = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (name == Instances)
            {
                inputs = inputs is null ? ReadInputs(ref reader) : throw Wrong("the field is there twice", "$." + Instances, "send it once");
            }
            else if (name != Signature || reader.TokenType != JsonTokenType.String || !reader.ValueTextEquals(OnlySignature))
            {
                throw Wrong("this server does not know the field, or its value", "$." + name, $"leave it out; it knows {Instances}, and {Signature} if it is {OnlySignature}");
            }
        }

        reader.Read(); // Nothing may follow; the reader says so.
        return inputs ?? throw Wrong("the field is missing", "$." + Instances, "send {\"instances\": [input, ...]}");
    }

    private TInput[] ReadInputs(ref Utf8JsonReader reader)
    {
        try
        {
            return input.ReadArray(ref reader);
        }
        catch (Refusal refusal)
        {
            throw refusal.Below("$." + Instances);
        }
    }

    private static Refusal Wrong(string fact, string path, string remedy) => new(ErrorCode.NotTheProtocol, fact, path, remedy);
}
