using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Mlp.Serving.Hosting;
using Mlp.Serving.Json;

namespace Mlp.Serving.Protocols.Tensors;

/// <summary>A request of the Open Inference Protocol for a model of one input tensor.</summary>
/// <param name="Id">What the answer repeats.</param>
/// <param name="IsBatch">Whether the answer has a dimension for the batch, as the request has.</param>
/// <param name="IsBinary">Whether the answer's numbers are wanted as bytes.</param>
internal sealed record InferRequest<TInput>(string? Id, string? Session, TInput[] Inputs, bool IsBatch, bool IsBinary)
{
    private const string HeaderLength = "Inference-Header-Content-Length";
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = JsonFaults.MaxDepth, AllowDuplicateProperties = false };

    /// <exception cref="Refusal">It is none, or does not fit the model.</exception>
    public static InferRequest<TInput> Read(Exchange exchange, ReadOnlyMemory<byte> body, TensorForm<TInput> form, string outputName, bool allowNaN)
    {
        var length = JsonLength(exchange, body.Length);
        try
        {
            using var document = JsonDocument.Parse(body[..length], Strict);
            return Read(document.RootElement, body.Span[length..], form, outputName, allowNaN);
        }
        catch (JsonException e)
        {
            throw JsonFaults.Explain(e, body.Span[..length]);
        }
    }

    private static int JsonLength(Exchange exchange, int length)
    {
        var header = exchange.Headers[HeaderLength];
        return header.Count == 0 ? length
            : int.TryParse(header, NumberStyles.None, CultureInfo.InvariantCulture, out var json) && json <= length ? json
            : throw Bad($"the header {HeaderLength} says '{Problems.Printable(header.ToString())}' of a body of {length} bytes", HeaderLength, "say how many bytes of the body are JSON");
    }

    private static InferRequest<TInput> Read(JsonElement root, ReadOnlySpan<byte> binary, TensorForm<TInput> form, string outputName, bool allowNaN)
    {
        Fields.Demand(root, "$", ["id", "parameters", "inputs", "outputs"]);
        var parameters = Parameters(root, "$", ["session", "sequence_id", "binary_data_output"]);
        if (!root.TryGetProperty("inputs", out var inputs) || inputs.ValueKind != JsonValueKind.Array || inputs.GetArrayLength() != 1)
        {
            throw Bad("a request to this model has one input", "$.inputs", $"send \"inputs\": [{{\"name\": \"{form.Name}\", ...}}]");
        }

        var (values, shape) = ReadTensor(inputs[0], binary, form, allowNaN);
        var session = parameters.Text("session") ?? parameters.Text("sequence_id");
        return new(Fields.Text(root, "id", "$"), session, values, shape.IsBatch, WantsBinary(root, outputName, parameters.Flag("binary_data_output")));
    }

    private static (TInput[] Values, TensorShape Shape) ReadTensor(JsonElement tensor, ReadOnlySpan<byte> binary, TensorForm<TInput> form, bool allowNaN)
    {
        const string path = "$.inputs[0]";
        Fields.Demand(tensor, path, ["name", "shape", "datatype", "parameters", "data"]);
        Same(Fields.Text(tensor, "name", path), form.Name, path + ".name", "name");
        Same(Fields.Text(tensor, "datatype", path), form.Datatype, path + ".datatype", "datatype");
        var shape = TensorShape.Fit(Shape(tensor, path + ".shape"), form.Dimensions, path + ".shape");
        var parameters = Parameters(tensor, path, ["binary_data_size", "content_type"]);
        if (parameters.Text("content_type") is { } type)
        {
            Same(type, "np", path + ".parameters.content_type", "content type"); // What some clients say of every array.
        }

        var size = parameters.Size("binary_data_size");
        var hasData = tensor.TryGetProperty("data", out var data);
        if (size is null != hasData || (size ?? 0) != binary.Length)
        {
            throw Bad(
                $"the input has {(hasData ? "data in the JSON" : "no data in the JSON")}, {(size is null ? "no binary_data_size" : $"a binary_data_size of {size}")}, and {binary.Length} bytes follow", path,
                "send either 'data', or the parameter 'binary_data_size' and as many bytes behind the JSON");
        }

        return size is not null ? (form.Read(new(binary, isBinary: true, path + ".data"), shape, allowNaN), shape)
            : data.ValueKind == JsonValueKind.Array ? (form.Read(new(JsonMarshal.GetRawUtf8Value(data), isBinary: false, path + ".data"), shape, allowNaN), shape)
            : throw Bad("the input's data is no array", path + ".data", "send an array of numbers");
    }

    private static List<long> Shape(JsonElement tensor, string path)
    {
        if (!tensor.TryGetProperty("shape", out var shape) || shape.ValueKind != JsonValueKind.Array)
        {
            throw Bad("the input has no shape", path, "send an array of whole numbers");
        }

        return [.. shape.EnumerateArray().Select((d, i) => d.ValueKind == JsonValueKind.Number && d.TryGetInt64(out var number) ? number
            : throw Bad("a dimension is no whole number", JsonFaults.Element(path, i), "send an array of whole numbers"))];
    }

    private static bool WantsBinary(JsonElement root, string outputName, bool? byDefault)
    {
        if (!root.TryGetProperty("outputs", out var outputs))
        {
            return byDefault ?? false;
        }

        if (outputs.ValueKind != JsonValueKind.Array || outputs.GetArrayLength() > 1)
        {
            throw Bad("a request asks for outputs that this model does not have", "$.outputs", $"ask for \"outputs\": [{{\"name\": \"{outputName}\"}}], or leave them out");
        }

        if (outputs.GetArrayLength() == 0)
        {
            return byDefault ?? false;
        }

        Fields.Demand(outputs[0], "$.outputs[0]", ["name", "parameters"]);
        Same(Fields.Text(outputs[0], "name", "$.outputs[0]"), outputName, "$.outputs[0].name", "name");
        return Parameters(outputs[0], "$.outputs[0]", ["binary_data"]).Flag("binary_data") ?? byDefault ?? false;
    }

    private static Fields Parameters(JsonElement element, string path, string[] known)
    {
        if (!element.TryGetProperty("parameters", out var parameters))
        {
            return default;
        }

        Fields.Demand(parameters, path + ".parameters", known);
        return new(parameters, path + ".parameters");
    }

    private static void Same(string? given, string expected, string path, string what)
    {
        if (given != expected)
        {
            throw Bad($"the {what} is {(given is null ? "missing" : $"'{Problems.Printable(given)}'")}; this model's is '{expected}'", path, $"send \"{expected}\"; the model's metadata lists names, datatypes and shapes");
        }
    }

    private static Refusal Bad(string fact, string path, string remedy) => new(ErrorCode.NotTheProtocol, fact, path, remedy);
}
