using System.Diagnostics.CodeAnalysis;
using Mlp.Serving.Json;

namespace Mlp.Serving.Protocols.Tensors;

/// <summary>One number for each value.</summary>
internal sealed class NumberTensor<T> : TensorForm<T>
    where T : struct
{
    [SetsRequiredMembers]
    public NumberTensor(string name, string datatype, IReadOnlyList<int> dimensions) => (Name, Datatype, Dimensions) = (name, datatype, dimensions);

    public override int Size => Numbers<T>.Size;

    public override T[] Read(TensorData data, TensorShape shape, bool allowNaN) => TensorNumbers<T>.Read(data, shape.Count, allowNaN);

    public override int CountOf(T value) => 1;

    public override void WriteJson(ByteBuffer buffer, T[] values, bool allowNaN) => TensorNumbers<T>.WriteJson(buffer, values, allowNaN);

    public override void WriteBytes(ByteBuffer buffer, T[] values, bool allowNaN) => TensorNumbers<T>.WriteBytes(buffer, values, allowNaN);
}
