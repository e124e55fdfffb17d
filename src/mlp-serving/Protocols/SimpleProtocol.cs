using Mlp.Serving.Hosting;
using Mlp.Serving.Json;
using Mlp.Serving.Predicting;
using Mlp.Serving.Telemetry;

namespace Mlp.Serving.Protocols;

/// <summary>The input as JSON, the output as JSON, nothing around them; many of them have a route of their own, so that none is taken for the other.</summary>
internal sealed class SimpleProtocol<TInput, TOutput>(Dispatcher<TInput, TOutput> dispatcher, Codec<TInput> input, Codec<TOutput> output)
{
    private const string Json = "application/json";

#pragma warning disable CA1031 // Whatever failed is answered as a problem.
    public async Task Predict(Exchange exchange)
    {
        try
        {
            using var span = Tracing.Prediction();
            var body = await exchange.ReadBody();
            if (!input.IsQuick(body.Span.Length))
            {
                await Task.Yield(); // Away from the thread that reads sockets.
            }

            var answer = await dispatcher.Predict(ReadOne(body), exchange.CallerOf());
            var buffer = ByteBuffer.Mine;
            output.Write(buffer, answer);
            exchange.Answer(200, Json, buffer.Written);
        }
        catch (Exception e)
        {
            Problems.Write(exchange, e);
        }
    }

    public async Task PredictMany(Exchange exchange)
    {
        try
        {
            using var span = Tracing.Prediction();
            var answers = await Many.Predict(dispatcher, ReadMany(await exchange.ReadBody()), exchange.CallerOf());
            var buffer = ByteBuffer.Mine;
            Many.Write(buffer, output, answers);
            exchange.Answer(200, Json, buffer.Written);
        }
        catch (Exception e)
        {
            Problems.Write(exchange, e);
        }
    }
#pragma warning restore CA1031

    private TInput ReadOne(Body body)
    {
        using (body)
        {
            return input.ReadWhole(body.Span);
        }
    }

    private TInput[] ReadMany(Body body)
    {
        using (body)
        {
            return Many.Read(input, body.Span);
        }
    }
}
