using Mlp.Serving.Documentation;

namespace Mlp.Serving.Hosting;

/// <summary>Which address answers what.</summary>
internal sealed class Routes(ServingState state, Access access, Information information)
{
    private static readonly string[] Get = ["GET"];
    private static readonly string[] Post = ["POST"];

    /// <summary>The most frequent request first, without detours.</summary>
    public Task Handle(Exchange exchange) =>
        exchange.Path == "/predict" && exchange.Method == "POST" && access.IsOpen && state.Served is { } served
            ? Predict(exchange, served, Protocol.Simple, static (served, exchange) => served.Predict(exchange))
            : HandleAny(exchange);

    private static Task Predict(Exchange exchange, IServed served, Protocol protocol, Func<IServed, Exchange, Task> predict)
    {
        (exchange.Protocol, exchange.Label) = (protocol, served.Label);
        return predict(served, exchange);
    }

#pragma warning disable CA1031 // Whatever failed is answered as a problem.
    private async Task HandleAny(Exchange exchange)
    {
        await Task.Yield(); // Away from the thread that reads sockets.
        try
        {
            if (!exchange.Path.StartsWith("/health/", StringComparison.Ordinal))
            {
                access.Demand(exchange);
            }

            await (exchange.Path switch
            {
                "/predict" => Model(exchange, Protocol.Simple, static (served, exchange) => served.Predict(exchange)),
                "/predict/batch" => Model(exchange, Protocol.Simple, static (served, exchange) => served.PredictMany(exchange)),
                "/json" or "/predict/json" => Model(exchange, Protocol.Tfaas, static (served, exchange) => served.PredictRow(exchange)),
                "/health/live" => Tell(exchange, information.Live),
                "/health/ready" => Tell(exchange, information.Ready),
                "/metrics" => Tell(exchange, information.Metrics),
                "/example" => Tell(exchange, information.Example),
                "/openapi/v1.json" => Tell(exchange, information.OpenApi),
                "/" => Tell(exchange, information.Welcome),
                _ => Nested(exchange, exchange.Path.Split('/')[1..]),
            });
        }
        catch (Exception e)
        {
            Problems.Write(exchange, e);
        }
    }
#pragma warning restore CA1031

    private Task Nested(Exchange exchange, string[] parts)
    {
        exchange.Protocol = parts[0] switch { "v1" => Protocol.V1, "v2" => Protocol.V2, _ => Protocol.Other };
        return parts switch
        {
            ["v2"] => Tell(exchange, Information.Server),
            ["v2", "health", "live"] => Tell(exchange, information.Live),
            ["v2", "health", "ready"] => Tell(exchange, information.Ready),
            ["v2", "models", var name] => Tell(exchange, x => information.ModelMetadata(x, name, version: null)),
            ["v2", "models", var name, "versions", var version] => Tell(exchange, x => information.ModelMetadata(x, name, version)),
            ["v2", "models", var name, "ready"] => Tell(exchange, x => information.ModelReady(x, name, version: null)),
            ["v2", "models", var name, "versions", var version, "ready"] => Tell(exchange, x => information.ModelReady(x, name, version)),
            ["v2", "models", var name, "infer"] => Named(exchange, Protocol.V2, name, null, static (served, exchange) => served.Infer(exchange)),
            ["v2", "models", var name, "versions", var version, "infer"] => Named(exchange, Protocol.V2, name, version, static (served, exchange) => served.Infer(exchange)),
            ["v1", "models"] => Tell(exchange, information.ModelNames),
            ["v1", "models", var name] when name.EndsWith(":predict", StringComparison.Ordinal) =>
                Named(exchange, Protocol.V1, name[..^":predict".Length], null, static (served, exchange) => served.PredictInstances(exchange)),
            ["v1", "models", var name] => Tell(exchange, x => information.ModelStatus(x, name)),
            ["swagger", ..] => Tell(exchange, x => SwaggerPage.Answer(x, string.Join('/', parts[1..]))),
            _ => throw new Refusal(ErrorCode.NoSuchRoute, "there is no such route", exchange.Path, "the routes are listed at /swagger"),
        };
    }

    private Task Named(Exchange exchange, Protocol protocol, string name, string? version, Func<IServed, Exchange, Task> predict)
    {
        Allow(exchange, Post);
        information.DemandModel(name, version);
        return Predict(exchange, state.Demand(), protocol, predict);
    }

    private Task Model(Exchange exchange, Protocol protocol, Func<IServed, Exchange, Task> predict)
    {
        exchange.Protocol = protocol;
        Allow(exchange, Post);
        return Predict(exchange, state.Demand(), protocol, predict);
    }

    private static Task Tell(Exchange exchange, Action<Exchange> tell)
    {
        Allow(exchange, Get);
        tell(exchange);
        return Task.CompletedTask;
    }

    private static void Allow(Exchange exchange, string[] methods)
    {
        if (!methods.Contains(exchange.Method))
        {
            exchange.AnswerHeaders.Allow = string.Join(", ", methods);
            throw new Refusal(ErrorCode.MethodNotAllowed, $"the route does not know {exchange.Method}", exchange.Method, $"use {string.Join(" or ", methods)}");
        }
    }
}
