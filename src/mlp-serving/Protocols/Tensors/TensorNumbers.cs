using System.Text.Json;
using Mlp.Serving.Json;

namespace Mlp.Serving.Protocols.Tensors;

/// <summary>The numbers of a tensor, as JSON or as bytes.</summary>
internal static class TensorNumbers<T>
    where T : struct
{
    /// <exception cref="Refusal">There are more, fewer or other ones.</exception>
    public static T[] Read(TensorData data, int count, bool allowNaN) => data.IsBinary ? ReadBytes(data, count, allowNaN) : ReadJson(data, count, allowNaN);

    public static void WriteJson(ByteBuffer buffer, ReadOnlySpan<T> numbers, bool allowNaN)
    {
        for (var i = 0; i < numbers.Length; i++)
        {
            if (i > 0)
            {
                buffer.Add((byte)',');
            }

            Numbers<T>.Write(buffer, Demand(numbers[i], i, allowNaN));
        }
    }

    public static void WriteBytes(ByteBuffer buffer, ReadOnlySpan<T> numbers, bool allowNaN)
    {
        for (var i = 0; i < numbers.Length; i++)
        {
            Demand(numbers[i], i, allowNaN);
        }

        Numbers<T>.ToBytes(numbers, buffer.Take(numbers.Length * Numbers<T>.Size));
    }

    private static T Demand(T number, int index, bool allowNaN) => allowNaN || Numbers<T>.IsFinite(number) ? number : throw new Refusal(
        ErrorCode.AnswerUnwritable, $"number {index} of the model's answer is {number}", null, "correct the model or the input; NaN and infinities are allowed with --allow-nan");

    private static T[] ReadBytes(TensorData data, int count, bool allowNaN)
    {
        if (data.Bytes.Length != (long)count * Numbers<T>.Size)
        {
            throw JsonFaults.Wrong(
                $"the tensor has {data.Bytes.Length} bytes; {count} numbers of {Numbers<T>.Datatype} are {(long)count * Numbers<T>.Size}", data.Path, "send little-endian numbers, as many as the shape has");
        }

        if (typeof(T) == typeof(bool) && data.Bytes.IndexOfAnyExceptInRange((byte)0, (byte)1) is >= 0 and var at)
        {
            throw JsonFaults.Wrong($"byte {at} of the tensor is {data.Bytes[at]}", data.Path, "send 0 or 1 for each BOOL");
        }

        var numbers = new T[count];
        Numbers<T>.FromBytes(data.Bytes, numbers);
        for (var i = 0; i < count; i++)
        {
            if (!allowNaN && !Numbers<T>.IsFinite(numbers[i]))
            {
                throw NotFinite(JsonFaults.Element(data.Path, i), i);
            }
        }

        return numbers;
    }

    private static T[] ReadJson(TensorData data, int count, bool allowNaN)
    {
        var (numbers, found) = (new T[int.Min(count, data.Bytes.Length)], 0); // No number without a byte.
        var reader = JsonFaults.ReaderOf(data.Bytes);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.EndArray)
            {
                continue; // Nested or flat, the order is the same.
            }

            if (found == numbers.Length)
            {
                throw Length(data, $"more than {count}", count);
            }

            numbers[found] = ReadNumber(ref reader, allowNaN, data.Path, found);
            found++;
        }

        return found == count ? numbers : throw Length(data, $"{found}", count);
    }

    private static T ReadNumber(ref Utf8JsonReader reader, bool allowNaN, string path, int index)
    {
        if (Numbers<T>.TryRead(ref reader, out var number) && (allowNaN || Numbers<T>.IsFinite(number)))
        {
            return number;
        }

        if (allowNaN && Numbers<T>.TryNamed(ref reader, out number))
        {
            return number;
        }

        throw reader.TokenType == JsonTokenType.Number || Numbers<float>.TryNamed(ref reader, out _)
            ? NotFinite(JsonFaults.Element(path, index), index)
            : JsonFaults.Wrong($"element {index} is no {Numbers<T>.Datatype}", JsonFaults.Element(path, index), "send numbers");
    }

    private static Refusal NotFinite(string path, int index) => new(
        ErrorCode.NotFinite, $"number {index} is not one that {Numbers<T>.Datatype} holds", path, "send finite numbers of that type; NaN needs --allow-nan on the server");

    private static Refusal Length(TensorData data, string found, int count) =>
        JsonFaults.Wrong($"the tensor has {found} numbers; its shape has {count}", data.Path, "send as many numbers as the shape has");
}
