using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Mlp.Serving.Json;

/// <summary>Arrays of numbers: flat, or nested as their shape says.</summary>
/// <param name="dimensions">The shape of one array; null: whatever comes.</param>
internal sealed class ArrayCodec<T>(IReadOnlyList<int>? dimensions, bool allowNaN) : Codec<T[]>
    where T : struct
{
    private const int Expected = 32;
    private readonly long _count = dimensions?.Aggregate(1L, (product, d) => product * long.Abs(d)) ?? 0;
    private readonly bool _isOpen = dimensions is null || dimensions.Contains(-1);
    private int _last = Expected;

    public override T[] ReadWhole(ReadOnlySpan<byte> json)
    {
        // Each number takes a digit and what separates it from the next.
        if ((typeof(T) == typeof(float) || typeof(T) == typeof(double)) && json.Length > 2L * Room && json[1] != '[')
        {
            var numbers = new T[Room];
            if (PlainNumbers.TryRead<T>(json, numbers) && Fits(numbers.Length))
            {
                return numbers;
            }
        }

        return base.ReadWhole(json);
    }

    public override T[] Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw JsonFaults.Wrong($"the input is no array of {Numbers<T>.Datatype}", "$", "send [number, number, ...]");
        }

        var numbers = new T[Room];
        var count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartArray && dimensions is { Count: > 1 })
            {
                ReadNested(ref reader, ref numbers, ref count, 1);
                continue;
            }

            Add(ref numbers, ref count, ReadNumber(ref reader, count));
        }

        Demand(count);
        if (count != numbers.Length)
        {
            Volatile.Write(ref _last, int.Max(count, 1));
            Array.Resize(ref numbers, count);
        }

        return numbers;
    }

    public override void Write(ByteBuffer output, T[] value)
    {
        if (value is null)
        {
            output.Add("null"u8);
            return;
        }

        output.Add((byte)'[');
        for (var i = 0; i < value.Length; i++)
        {
            if (i > 0)
            {
                output.Add((byte)',');
            }

            if (!allowNaN && !Numbers<T>.IsFinite(value[i]))
            {
                throw new Refusal(
                    ErrorCode.AnswerUnwritable, $"number {i} of the model's answer is {value[i]}", JsonFaults.Element("$", i),
                    "correct the model or the input; NaN and infinities are allowed with --allow-nan");
            }

            Numbers<T>.Write(output, value[i]);
        }

        output.Add((byte)']');
    }

    // The reader stands on the start of an array that is the level's part of the shape.
    private void ReadNested(ref Utf8JsonReader reader, ref T[] numbers, ref int count, int level)
    {
        var (first, parts) = (count, 0);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartArray && level + 1 < dimensions!.Count)
            {
                ReadNested(ref reader, ref numbers, ref count, level + 1);
            }
            else
            {
                Add(ref numbers, ref count, ReadNumber(ref reader, count));
            }

            parts++;
        }

        if (dimensions![level] != -1 && parts != dimensions[level])
        {
            throw JsonFaults.Wrong($"a nested array, after {first} numbers, has {parts} elements; the shape is {Shape}", "$", "send numbers in that shape, nested or flat");
        }
    }

    private T ReadNumber(ref Utf8JsonReader reader, int index)
    {
        if (Numbers<T>.TryRead(ref reader, out var number) && (allowNaN || Numbers<T>.IsFinite(number)))
        {
            return number;
        }

        return allowNaN && Numbers<T>.TryNamed(ref reader, out number) ? number : throw NoNumber(ref reader, index);
    }

    private static Refusal NoNumber(ref Utf8JsonReader reader, int index)
    {
        var isNamed = Numbers<float>.TryNamed(ref reader, out _);
        return reader.TokenType == JsonTokenType.Number || isNamed
            ? new(ErrorCode.NotFinite, $"number {index} is not one that {Numbers<T>.Datatype} holds", JsonFaults.Element("$", index), "send finite numbers of that type; NaN needs --allow-nan on the server")
            : JsonFaults.Wrong($"element {index} is no number", JsonFaults.Element("$", index), $"send numbers of the type {Numbers<T>.Datatype}");
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(ref T[] numbers, ref int count, T number)
    {
        if (count == numbers.Length)
        {
            Array.Resize(ref numbers, int.Max(Expected, 2 * count));
        }

        numbers[count++] = number;
    }

    private void Demand(int count)
    {
        if (!Fits(count))
        {
            throw JsonFaults.Wrong($"the input has {count} numbers; its shape is {Shape}", "$", "send as many as the shape has");
        }
    }

    private bool Fits(int count) => dimensions is null || (_isOpen ? count > 0 && count % _count == 0 : count == _count);

    // Arrays of one model are mostly of one length.
    private int Room => _isOpen ? Volatile.Read(ref _last) : (int)long.Min(_count, Array.MaxLength);

    private string Shape => $"[{string.Join(", ", dimensions ?? [-1])}]";
}
