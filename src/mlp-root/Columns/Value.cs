using System.Globalization;

namespace Mlp.Root;

/// <summary>One value of a column, to walk through.</summary>
public readonly record struct Value
{
    private readonly int _index;

    internal Value(Column column, int index) => (Column, _index) = (column, index);

    internal int Index => _index;

    /// <summary>The column that holds the value.</summary>
    public Column Column { get; }

    /// <summary>The items of a list or array; of anything else none.</summary>
    public IEnumerable<Value> Items
    {
        get
        {
            var (column, start, end) = Range;
            return Enumerable.Range(start, end - start).Select(index => new Value(column, index));
        }
    }

    /// <summary>The text, or the number as text; empty for anything else.</summary>
    public string Text => Column switch
    {
        TextColumn texts => texts.Text(_index),
        NumberColumn numbers => Convert.ToString(numbers.Boxed(_index), CultureInfo.InvariantCulture)!,
        _ => "",
    };

    /// <summary>The number, with the type it was written in; null for anything else.</summary>
    public object? Number => Column is NumberColumn numbers ? numbers.Boxed(_index) : null;

    /// <summary>What a pointer leads to; the value itself if it is none; null where the pointer leads nowhere.</summary>
    public Value? Target => Column is PointerColumn pointers ? pointers.Target(_index) : this;

    /// <summary>The class of an object, or null.</summary>
    public string? ClassName => Column switch
    {
        PointerColumn pointers => pointers.ClassName(_index),
        RecordColumn records => records.ClassName,
        _ => null,
    };

    /// <summary>The members of an object with their names.</summary>
    public IEnumerable<KeyValuePair<string, Value>> Members
    {
        get
        {
            return Target is { Column: RecordColumn records } target
                ? records.Members.Select(member => new KeyValuePair<string, Value>(member.Key, new(member.Value, target._index)))
                : [];
        }
    }

    /// <summary>A member of an object; null where it has none of that name.</summary>
    public Value? Member(string name) =>
        Target is { Column: RecordColumn records } target && records.Member(name) is { } column ? new Value(column, target._index) : null;

    private (Column Column, int Start, int End) Range => Column switch
    {
        ListColumn lists => (lists.Items, lists.Offsets[_index], lists.Offsets[_index + 1]),
        ArrayColumn arrays => (arrays.Items, _index * arrays.Size, (_index + 1) * arrays.Size),
        _ => (Column, 0, 0),
    };
}
