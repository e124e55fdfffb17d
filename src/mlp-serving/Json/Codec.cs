using System.Text.Json;

namespace Mlp.Serving.Json;

/// <summary>Values of one type as JSON.</summary>
internal abstract class Codec<T>
{
    private const int LongestQuick = 16 << 10;

    /// <summary>Whether a text of that length may be read by a thread that has other requests to read: it is short, and no code of the model runs.</summary>
    public virtual bool IsQuick(int length) => length <= LongestQuick;

    /// <summary>Reads the value whose first token the reader stands on, up to its last.</summary>
    /// <exception cref="Refusal">It does not fit; the path is relative to the value.</exception>
    public abstract T Read(ref Utf8JsonReader reader);

    public abstract void Write(ByteBuffer output, T value);

    /// <summary>Reads a text that is one value.</summary>
    public virtual T ReadWhole(ReadOnlySpan<byte> json)
    {
        var reader = JsonFaults.ReaderOf(json);
        try
        {
            reader.Read();
            var value = Read(ref reader);
            reader.Read(); // Nothing may follow; the reader says so.
            return value;
        }
        catch (JsonException e)
        {
            throw JsonFaults.Explain(e, json);
        }
    }

    /// <summary>Reads the array whose start the reader stands on.</summary>
    public T[] ReadArray(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw JsonFaults.Wrong("there is no array of inputs", "$", "send [input, input, ...]");
        }

        var values = new List<T>();
        for (reader.Read(); reader.TokenType != JsonTokenType.EndArray; reader.Read())
        {
            try
            {
                values.Add(Read(ref reader));
            }
            catch (Refusal refusal)
            {
                throw refusal.Below(JsonFaults.Element("$", values.Count));
            }
            catch (JsonException e) when (!JsonFaults.IsSyntax(e))
            {
                throw JsonFaults.ExplainValue(e).Below(JsonFaults.Element("$", values.Count));
            }
        }

        return values.Count > 0 ? [.. values] : throw JsonFaults.Wrong("the array of inputs is empty", "$", "send at least one input");
    }
}
