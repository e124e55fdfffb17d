using System.Globalization;
using System.Text.Json;
using Mlp.Serving.Hosting;
using Mlp.Serving.Json;
using Mlp.Serving.Predicting;
using Mlp.Serving.Protocols.Tensors;
using Mlp.Serving.Telemetry;

namespace Mlp.Serving.Protocols;

/// <summary>The Open Inference Protocol, version 2, over HTTP, with tensors in JSON or as bytes.</summary>
/// <remarks>A leading dimension counts inputs, for every model; without it the request is one input, and the answer has none either.</remarks>
internal sealed class InferenceProtocol<TInput, TOutput>(Dispatcher<TInput, TOutput> dispatcher, TensorForm<TInput>? input, TensorForm<TOutput>? output, bool allowNaN)
{
#pragma warning disable CA1031 // Whatever failed is answered as a problem.
    public async Task Infer(Exchange exchange)
    {
        try
        {
            var (from, to) = (input, output) is ({ } i, { } o) ? (i, o) : throw NotTensors();
            using var span = Tracing.Prediction();
            var request = Read(exchange, await exchange.ReadBody(), from, to);
            var answers = await Many.Predict(dispatcher, request.Inputs, exchange.CallerOf(request.Session));
            Answer(exchange, request, to, answers);
        }
        catch (Exception e)
        {
            Problems.Write(exchange, e);
        }
    }
#pragma warning restore CA1031

    /// <summary>The tensors as the model's metadata lists them; none where its types are no tensors.</summary>
    public void WriteMetadata(Utf8JsonWriter json)
    {
        var isTensor = input is not null && output is not null;
        WriteMetadata(json, "inputs", isTensor ? input : null);
        WriteMetadata(json, "outputs", isTensor ? output : null);
    }

    private static void WriteMetadata<T>(Utf8JsonWriter json, string name, TensorForm<T>? form)
    {
        json.WriteStartArray(name);
        if (form is not null)
        {
            json.WriteStartObject();
            json.WriteString("name", form.Name);
            json.WriteString("datatype", form.Datatype);
            json.WriteStartArray("shape");
            foreach (var dimension in form.Dimensions.Prepend(-1))
            {
                json.WriteNumberValue(dimension);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private InferRequest<TInput> Read(Exchange exchange, Body body, TensorForm<TInput> from, TensorForm<TOutput> to)
    {
        using (body)
        {
            return InferRequest<TInput>.Read(exchange, body.Memory, from, to.Name, allowNaN);
        }
    }

    private void Answer(Exchange exchange, InferRequest<TInput> request, TensorForm<TOutput> form, TOutput[] answers)
    {
        var shape = ShapeOf(form, answers, request.IsBatch);
        var buffer = ByteBuffer.Mine;
        buffer.Add("{\"model_name\":"u8);
        Add(buffer, exchange.Label!.Model);
        AddField(buffer, ",\"model_version\":"u8, exchange.Label.ModelVersion);
        AddField(buffer, ",\"id\":"u8, request.Id);
        AddField(buffer, ",\"outputs\":[{\"name\":"u8, form.Name);
        AddField(buffer, ",\"datatype\":"u8, form.Datatype);
        buffer.Add(",\"shape\":["u8);
        Add(buffer, shape);
        buffer.Add("]"u8);
        if (!request.IsBinary)
        {
            buffer.Add(",\"data\":["u8);
            form.WriteJson(buffer, answers, allowNaN);
            buffer.Add("]}]}"u8);
            exchange.Answer(200, "application/json", buffer.Written);
            return;
        }

        buffer.Add(",\"parameters\":{\"binary_data_size\":"u8);
        Add(buffer, [answers.Sum(form.CountOf) * form.Size]);
        buffer.Add("}}]}"u8);
        exchange.AnswerHeaders["Inference-Header-Content-Length"] = buffer.Count.ToString(CultureInfo.InvariantCulture);
        form.WriteBytes(buffer, answers, allowNaN);
        exchange.Answer(200, "application/octet-stream", buffer.Written);
    }

    private static int[] ShapeOf(TensorForm<TOutput> form, TOutput[] answers, bool isBatch)
    {
        var count = form.CountOf(answers[0]);
        var known = form.Dimensions.Aggregate(1, (product, d) => product * int.Abs(d));
        var fits = form.Dimensions.Contains(-1) ? count % known == 0 : count == known;
        if (!fits || answers.Any(answer => form.CountOf(answer) != count))
        {
            throw new Refusal(
                ErrorCode.AnswerUnwritable, $"the model's answers, of {count} numbers and others, do not make a tensor of the shape [{string.Join(", ", form.Dimensions)}] each",
                remedy: "correct the model or its [OutputShape(...)], or send the inputs one by one");
        }

        int[] each = form.Dimensions is [] ? (isBatch ? [] : [1]) : [.. form.Dimensions.Select(d => d == -1 ? count / known : d)];
        return isBatch ? [answers.Length, .. each] : each;
    }

    private static void AddField(ByteBuffer buffer, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            buffer.Add(name);
            Add(buffer, value);
        }
    }

    private static void Add(ByteBuffer buffer, string text)
    {
        buffer.Add((byte)'"');
        buffer.Add(JsonEncodedText.Encode(text).EncodedUtf8Bytes);
        buffer.Add((byte)'"');
    }

    private static void Add(ByteBuffer buffer, int[] numbers)
    {
        for (var i = 0; i < numbers.Length; i++)
        {
            if (i > 0)
            {
                buffer.Add((byte)',');
            }

            Numbers<int>.Write(buffer, numbers[i]);
        }
    }

    private static Refusal NotTensors() => new(
        ErrorCode.NotATensorModel, $"the model takes {typeof(TInput).Name} and answers {typeof(TOutput).Name}; this protocol carries arrays of numbers and single numbers",
        remedy: "send the input as JSON to POST /predict");
}
