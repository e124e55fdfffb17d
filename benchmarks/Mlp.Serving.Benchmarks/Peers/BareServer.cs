using System.Numerics.Tensors;
using System.Text.Json;
using Mlp.Models;

namespace Mlp.Serving.Benchmarks;

/// <summary>What somebody writes who has a model and an afternoon: a minimal API. With nothing behind it, it is what Kestrel itself costs.</summary>
internal static class BareServer
{
    private static readonly int[] Widths = [27, 1024, 1024, 1];

    /// <param name="naive">Whether the network is computed, one dot product for each output; if not, only the JSON is read and a number answered.</param>
    public static async Task Run(string url, string parameters, bool naive)
    {
        var predict = naive ? Naive(parameters) : static input => [TensorPrimitives.Sum<float>(input)];
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        await using var app = builder.Build();
        app.MapGet("/health/ready", () => "ready");
        app.MapPost("/predict", async (HttpContext context) =>
        {
            var input = await JsonSerializer.DeserializeAsync<float[]>(context.Request.Body, cancellationToken: context.RequestAborted);
            await context.Response.WriteAsJsonAsync(predict(input!));
        });
        await app.RunAsync();
    }

    private static Func<float[], float[]> Naive(string parameters)
    {
        var numbers = new ParametersFolder(parameters).ReadSingles("network.f32");
        var (weights, biases, at) = (new float[Widths.Length - 1][], new float[Widths.Length - 1][], 0);
        for (var layer = 0; layer < weights.Length; layer++)
        {
            var (inputs, outputs) = (Widths[layer], Widths[layer + 1]);
            weights[layer] = [.. Enumerable.Range(0, outputs).SelectMany(o => Enumerable.Range(0, inputs).Select(i => numbers[at + (i * outputs) + o]))];
            biases[layer] = numbers[(at + (inputs * outputs))..(at + ((inputs + 1) * outputs))];
            at += (inputs + 1) * outputs;
        }

        return input =>
        {
            var current = input;
            for (var layer = 0; layer < weights.Length; layer++)
            {
                var next = new float[Widths[layer + 1]];
                for (var i = 0; i < next.Length; i++)
                {
                    var sum = biases[layer][i] + TensorPrimitives.Dot(weights[layer].AsSpan(i * current.Length, current.Length), current);
                    next[i] = layer == weights.Length - 1 ? sum : float.Max(0, sum);
                }

                current = next;
            }

            return current;
        };
    }
}
