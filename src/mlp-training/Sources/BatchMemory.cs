using System.Buffers;

namespace Mlp.Training.Sources;

/// <summary>What a batch of events lies in: given back together.</summary>
internal sealed class BatchMemory(IDisposable? step = null) : IDisposable
{
    private readonly List<double[]> _numbers = [];
    private readonly List<int[]> _offsets = [];

    public Memory<double> Numbers(int count) => Rent(_numbers, count);

    public Memory<int> Offsets(int count) => Rent(_offsets, count);

    public void Dispose()
    {
        _numbers.ForEach(array => ArrayPool<double>.Shared.Return(array));
        _offsets.ForEach(array => ArrayPool<int>.Shared.Return(array));
        _numbers.Clear();
        _offsets.Clear();
        step?.Dispose();
    }

    private static Memory<T> Rent<T>(List<T[]> arrays, int count)
    {
        var array = ArrayPool<T>.Shared.Rent(count);
        arrays.Add(array);
        return array.AsMemory(0, count);
    }
}
