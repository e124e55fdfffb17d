using System.Text.Json;
using Mlp.Serving.Json;
using Mlp.Serving.Predicting;

namespace Mlp.Serving.Protocols;

/// <summary>Several inputs in one request.</summary>
internal static class Many
{
    public static T[] Read<T>(Codec<T> codec, ReadOnlySpan<byte> json)
    {
        var reader = JsonFaults.ReaderOf(json);
        try
        {
            reader.Read();
            var values = codec.ReadArray(ref reader);
            reader.Read(); // Nothing may follow; the reader says so.
            return values;
        }
        catch (JsonException e)
        {
            throw JsonFaults.Explain(e, json);
        }
    }

    public static void Write<T>(ByteBuffer buffer, Codec<T> codec, T[] values)
    {
        buffer.Add((byte)'[');
        for (var i = 0; i < values.Length; i++)
        {
            if (i > 0)
            {
                buffer.Add((byte)',');
            }

            codec.Write(buffer, values[i]);
        }

        buffer.Add((byte)']');
    }

    /// <summary>All answers, or the first failure, which says of which input.</summary>
    public static async Task<TOutput[]> Predict<TInput, TOutput>(Dispatcher<TInput, TOutput> dispatcher, TInput[] inputs, Caller caller)
    {
        var answers = dispatcher.Predict(inputs, caller);
        var outputs = new TOutput[answers.Length];
        await Task.WhenAll(answers.AsEnumerable<Task>()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        for (var i = 0; i < answers.Length; i++)
        {
            try
            {
                outputs[i] = await answers[i];
            }
            catch (Refusal refusal)
            {
                throw refusal.Below(JsonFaults.Element("$", i));
            }
        }

        return outputs;
    }
}
