using Mlp.Training.Columns;

namespace Mlp.Training.Sources;

/// <summary>A column that is filled value by value, and used again for the next events.</summary>
internal sealed class GrowingColumn(bool isJagged)
{
    private double[] _values = [];
    private int[] _offsets = new int[1];
    private int _count;
    private int _events;

    public int Count => _count;

    /// <summary>Whether the event that is being read has a value already.</summary>
    public bool HasValue => _count > (isJagged ? _offsets[_events] : _events);

    public void Add(double value)
    {
        if (_count == _values.Length)
        {
            Array.Resize(ref _values, Math.Max(1024, _count * 2));
        }

        _values[_count++] = value;
    }

    /// <summary>Ends an event. A single value that it was not given is missing.</summary>
    public void EndEvent()
    {
        _events++;
        if (!isJagged)
        {
            if (_count < _events)
            {
                Add(double.NaN);
            }

            return;
        }

        if (_events == _offsets.Length)
        {
            Array.Resize(ref _offsets, Math.Max(1024, _events * 2));
        }

        _offsets[_events] = _count;
    }

    public void Clear() => (_count, _events) = (0, 0);

    // A null in place of the offsets would become no offsets, and not none.
    public EventColumn ToColumn() =>
        isJagged ? EventColumn.Of(_values.AsMemory(0, _count), _offsets.AsMemory(0, _events + 1)) : EventColumn.Of(_values.AsMemory(0, _count));
}
