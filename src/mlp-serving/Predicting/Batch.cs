using System.Runtime.CompilerServices;

namespace Mlp.Serving.Predicting;

/// <summary>Predictions that run together, and what became of each. Its arrays are used again and again.</summary>
internal sealed class Batch<TInput, TOutput>(int capacity)
{
    private readonly Prediction<TInput, TOutput>[] _predictions = new Prediction<TInput, TOutput>[capacity];
    private readonly TInput[] _inputs = new TInput[capacity];
    private readonly TOutput[] _outputs = new TOutput[capacity];
    private readonly Exception?[] _failures = new Exception?[capacity];
    private int _done;

    public int Count { get; private set; }

    public bool IsFull => Count == capacity;

    /// <summary>How many have run to their end, one after the other.</summary>
    public int Done => Volatile.Read(ref _done);

    public ReadOnlySpan<TInput> Inputs => _inputs.AsSpan(0, Count);

    public Span<TOutput> Outputs => _outputs.AsSpan(0, Count);

    public Prediction<TInput, TOutput> this[int index] => _predictions[index];

    public void Add(Prediction<TInput, TOutput> prediction)
    {
        _predictions[Count] = prediction;
        _inputs[Count++] = prediction.Input;
    }

    public void Finish(TOutput output)
    {
        _outputs[_done] = output;
        Volatile.Write(ref _done, _done + 1);
    }

    public void Fail(Exception failure)
    {
        _failures[_done] = failure;
        Volatile.Write(ref _done, _done + 1);
    }

    public void FinishAll() => Volatile.Write(ref _done, Count);

    /// <summary>Tells those that have run what became of them.</summary>
    public void Tell(int count)
    {
        for (var i = 0; i < count; i++)
        {
            if (_failures[i] is { } failure)
            {
                _predictions[i].TrySetException(failure);
            }
            else
            {
                _predictions[i].TrySetResult(_outputs[i]);
            }
        }
    }

    public bool Failed(int index) => _failures[index] is not null;

    public void Clear()
    {
        Array.Clear(_predictions, 0, Count);
        Array.Clear(_failures, 0, Count);
        if (RuntimeHelpers.IsReferenceOrContainsReferences<TInput>())
        {
            Array.Clear(_inputs, 0, Count);
        }

        if (RuntimeHelpers.IsReferenceOrContainsReferences<TOutput>())
        {
            Array.Clear(_outputs, 0, Count);
        }

        (Count, _done) = (0, 0);
    }
}
