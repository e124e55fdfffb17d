using System.Diagnostics.CodeAnalysis;
using Mlp.Serving.Json;

namespace Mlp.Serving.Protocols.Tensors;

/// <summary>An array of numbers for each value.</summary>
internal sealed class ArrayTensor<T> : TensorForm<T[]>
    where T : struct
{
    [SetsRequiredMembers]
    public ArrayTensor(string name, string datatype, IReadOnlyList<int> dimensions) => (Name, Datatype, Dimensions) = (name, datatype, dimensions);

    public override int Size => Numbers<T>.Size;

    public override T[][] Read(TensorData data, TensorShape shape, bool allowNaN)
    {
        var numbers = TensorNumbers<T>.Read(data, shape.Count * shape.Each, allowNaN);
        return shape.Count == 1 ? [numbers] : [.. Enumerable.Range(0, shape.Count).Select(i => numbers[(i * shape.Each)..((i + 1) * shape.Each)])];
    }

    public override int CountOf(T[] value) => value?.Length ?? throw new Refusal(ErrorCode.AnswerUnwritable, "the model's answer is null", remedy: "correct the model: a tensor has numbers");

    public override void WriteJson(ByteBuffer buffer, T[][] values, bool allowNaN)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (i > 0)
            {
                buffer.Add((byte)',');
            }

            TensorNumbers<T>.WriteJson(buffer, values[i], allowNaN);
        }
    }

    public override void WriteBytes(ByteBuffer buffer, T[][] values, bool allowNaN)
    {
        foreach (var value in values)
        {
            TensorNumbers<T>.WriteBytes(buffer, value, allowNaN);
        }
    }
}
