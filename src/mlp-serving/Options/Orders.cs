using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Mlp.Serving.Options;

/// <summary>What standard input says is to be served from now on, a line of JSON each; only the latest one counts.</summary>
internal sealed class Orders(ServingOptions first)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerOptions.Strict) { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };
    private readonly ConcurrentQueue<ServingOptions> _orders = new();

    /// <summary>Takes a line in.</summary>
    /// <exception cref="Refusal">It is no order.</exception>
    public void Add(string line) => _orders.Enqueue(Read(line));

    public bool TryTake([NotNullWhen(true)] out ServingOptions? order)
    {
        order = null;
        while (_orders.TryDequeue(out var later))
        {
            order = later;
        }

        return order is not null;
    }

    private ServingOptions Read(string line)
    {
        try
        {
            var order = JsonSerializer.Deserialize<Order>(line, Json) ?? throw Unreadable(line, "it is null");
            return first with
            {
                Model = order.Model,
                Parameters = order.Parameters,
                ModelVersion = order.ModelVersion,
                ParametersName = order.ParametersName,
                ParametersVersion = order.ParametersVersion,
            };
        }
        catch (JsonException e)
        {
            throw Unreadable(line, e.Message);
        }
    }

    private static Refusal Unreadable(string line, string why) => new(
        ErrorCode.OrderUnreadable, $"a line of standard input does not say what to serve: {why}", line,
        """send {"model": "<folder>", "parameters": "<folder>"} in one line, with "modelVersion", "parametersName" and "parametersVersion" where they are known""");
}

/// <summary>One of them.</summary>
/// <param name="Model">The model folder.</param>
/// <param name="Parameters">The parameters' folder.</param>
internal sealed record Order(string Model, string Parameters, string? ModelVersion = null, string? ParametersName = null, string? ParametersVersion = null);
