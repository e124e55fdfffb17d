using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using Mlp.Serving.Hosting;

namespace Mlp.Serving.Documentation;

/// <summary>The OpenAPI document of a model: its routes, with the schema of its own input and output.</summary>
internal sealed class ApiDocument(ServedLabel label, JsonSerializerOptions json)
{
    private readonly JsonSchemaExporterOptions _exporter = new() { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = DescribeNumbers };

    /// <summary>What the document says of one of the two types.</summary>
    /// <param name="Dimensions">The shape of an array.</param>
    internal sealed record Side(Type Type, IReadOnlyList<int>? Dimensions, JsonNode? Example);

    public byte[] Write(Side input, Side output, bool isTensor)
    {
        var paths = new JsonObject
        {
            ["/predict"] = Post("One prediction.", Reference("Input"), Reference("Output"), input.Example?.DeepClone()),
            ["/predict/batch"] = Post("Many predictions.", ListOf("Input"), ListOf("Output"), input.Example is null ? null : new JsonArray(input.Example.DeepClone())),
            [$"/v1/models/{label.Model}:predict"] = Post(
                "Many predictions, by KServe's first protocol.", Wrapped("instances", ListOf("Input")), Wrapped("predictions", ListOf("Output")),
                input.Example is null ? null : new JsonObject { ["instances"] = new JsonArray(input.Example.DeepClone()) }),
            ["/json"] = Post("One prediction, by TFaaS' protocol.", Row(), Reference("Output"), null),
            ["/health/ready"] = Get("Whether the model answers: 200, or 503 with the reason."),
            ["/health/live"] = Get("Whether the process lives."),
            ["/metrics"] = Get("Metrics for Prometheus."),
        };
        if (isTensor)
        {
            paths[$"/v2/models/{label.Model}/infer"] = Post("Many predictions, by the Open Inference Protocol.", new JsonObject { ["type"] = "object" }, new JsonObject { ["type"] = "object" }, null);
            paths[$"/v2/models/{label.Model}"] = Get("The tensors that the model takes and answers.");
        }

        var document = new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject { ["title"] = label.Model, ["version"] = label.ModelVersion ?? "unknown", ["description"] = Description() },
            ["paths"] = paths,
            ["components"] = new JsonObject { ["schemas"] = new JsonObject { ["Input"] = SchemaOf(input), ["Output"] = SchemaOf(output), ["Problem"] = Problem() } },
        };
        return JsonSerializer.SerializeToUtf8Bytes(document);
    }

    private string Description() => label.ParametersName is null ? "A model." : $"A model with the parameters {label.ParametersName} {label.ParametersVersion}.";

    private JsonNode SchemaOf(Side side)
    {
        var schema = json.GetJsonSchemaAsNode(side.Type, _exporter);
        if (side.Dimensions is { } dimensions && schema is JsonObject array)
        {
            array["description"] = $"Row by row, of the shape [{string.Join(", ", dimensions)}].";
            if (!dimensions.Contains(-1))
            {
                array["minItems"] = array["maxItems"] = null;
                var count = dimensions.Aggregate(1L, (product, d) => product * d);
                (array["minItems"], array["maxItems"]) = (count, count);
            }
        }

        return schema;
    }

    // Their converters hide from the exporter that these are numbers.
    private static JsonNode DescribeNumbers(JsonSchemaExporterContext context, JsonNode schema)
    {
        var type = Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type;
        if (type != typeof(float) && type != typeof(double))
        {
            return schema;
        }

        return new JsonObject
        {
            ["type"] = type == context.TypeInfo.Type ? "number" : new JsonArray("number", "null"),
            ["format"] = type == typeof(float) ? "float" : "double",
        };
    }

    private static JsonObject Reference(string name) => new() { ["$ref"] = $"#/components/schemas/{name}" };

    private static JsonObject ListOf(string name) => new() { ["type"] = "array", ["items"] = Reference(name) };

    private static JsonObject Wrapped(string name, JsonNode schema) => new() { ["type"] = "object", ["required"] = new JsonArray(name), ["properties"] = new JsonObject { [name] = schema } };

    private static JsonObject Row() => new()
    {
        ["type"] = "object",
        ["required"] = new JsonArray("values"),
        ["properties"] = new JsonObject
        {
            ["keys"] = new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "string" } },
            ["values"] = new JsonObject { ["type"] = "array" },
            ["model"] = new JsonObject { ["type"] = "string" },
        },
    };

    private static JsonObject Problem()
    {
        var properties = new JsonObject();
        foreach (var name in new[] { "type", "title", "code", "detail", "value", "remedy", "traceId" })
        {
            properties[name] = new JsonObject { ["type"] = "string" };
        }

        properties["status"] = new JsonObject { ["type"] = "integer" };
        return new() { ["type"] = "object", ["properties"] = properties };
    }

    private static JsonObject Get(string summary) => new() { ["get"] = new JsonObject { ["summary"] = summary, ["responses"] = new JsonObject { ["200"] = new JsonObject { ["description"] = "The answer." } } } };

    private static JsonObject Post(string summary, JsonNode request, JsonNode answer, JsonNode? example)
    {
        var media = new JsonObject { ["schema"] = request };
        if (example is not null)
        {
            media["example"] = example;
        }

        return new()
        {
            ["post"] = new JsonObject
            {
                ["summary"] = summary,
                ["requestBody"] = new JsonObject { ["required"] = true, ["content"] = new JsonObject { ["application/json"] = media } },
                ["responses"] = new JsonObject
                {
                    ["200"] = new JsonObject { ["description"] = "The prediction.", ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = answer } } },
                    ["default"] = new JsonObject
                    {
                        ["description"] = "Refused or failed, with a stable code, the place and a remedy.",
                        ["content"] = new JsonObject { ["application/problem+json"] = new JsonObject { ["schema"] = Reference("Problem") } },
                    },
                },
            },
        };
    }
}
