using System.Text.Json;

namespace Mlp.Serving.Json;

/// <summary>Chooses how a type is read and written.</summary>
internal static class Codecs
{
    // byte[] is not among them: System.Text.Json writes it as base64.
    private static readonly Type[] Elements =
        [typeof(float), typeof(double), typeof(int), typeof(long), typeof(short), typeof(sbyte), typeof(uint), typeof(ulong), typeof(ushort), typeof(bool), typeof(Half)];

    public static Codec<T> Of<T>(IReadOnlyList<int>? dimensions, JsonSerializerOptions json, bool allowNaN) =>
        typeof(T) == typeof(float[]) ? (Codec<T>)(object)new ArrayCodec<float>(dimensions, allowNaN)
        : typeof(T) == typeof(double[]) ? (Codec<T>)(object)new ArrayCodec<double>(dimensions, allowNaN)
        : typeof(T).IsSZArray && Elements.Contains(typeof(T).GetElementType()!)
            ? (Codec<T>)Activator.CreateInstance(typeof(ArrayCodec<>).MakeGenericType(typeof(T).GetElementType()!), dimensions, allowNaN)!
            : new ValueCodec<T>(json);
}
