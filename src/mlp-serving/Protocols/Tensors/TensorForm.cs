using Mlp.Models;
using Mlp.Serving.Json;

namespace Mlp.Serving.Protocols.Tensors;

/// <summary>How values of a type are a tensor of the Open Inference Protocol.</summary>
internal abstract class TensorForm<TValue>
{
    public required string Name { get; init; }

    public required string Datatype { get; init; }

    /// <summary>The shape of one value; none for a single number.</summary>
    public required IReadOnlyList<int> Dimensions { get; init; }

    /// <summary>The values within a tensor's data.</summary>
    /// <exception cref="Refusal">The data does not fill the shape.</exception>
    public abstract TValue[] Read(TensorData data, TensorShape shape, bool allowNaN);

    /// <summary>How many numbers a value has.</summary>
    public abstract int CountOf(TValue value);

    public abstract void WriteJson(ByteBuffer buffer, TValue[] values, bool allowNaN);

    public abstract void WriteBytes(ByteBuffer buffer, TValue[] values, bool allowNaN);

    public abstract int Size { get; }
}

/// <summary>What a request holds of a tensor.</summary>
internal readonly ref struct TensorData(ReadOnlySpan<byte> bytes, bool isBinary, string path)
{
    public ReadOnlySpan<byte> Bytes { get; } = bytes;

    public bool IsBinary { get; } = isBinary;

    public string Path { get; } = path;
}

internal static class TensorForms
{
    /// <summary>The form of a type, or null where it is no tensor.</summary>
    public static TensorForm<TValue>? Of<TValue>(TensorShapeAttribute? shape, string name)
    {
        var isArray = typeof(TValue).IsSZArray;
        var element = isArray ? typeof(TValue).GetElementType()! : typeof(TValue);
        if (DatatypeOf(element) is not { } datatype)
        {
            return null;
        }

        var form = (isArray ? typeof(ArrayTensor<>) : typeof(NumberTensor<>)).MakeGenericType(element);
        return (TensorForm<TValue>)Activator.CreateInstance(form, shape?.Name ?? name, datatype, isArray ? shape?.Dimensions ?? [-1] : [])!;
    }

    private static string? DatatypeOf(Type element) => (element.IsPrimitive && element != typeof(char) && element != typeof(nint) && element != typeof(nuint)) || element == typeof(Half)
        ? (string?)typeof(Numbers<>).MakeGenericType(element).GetProperty("Datatype")!.GetValue(null)
        : null;
}
