namespace Mlp.Root;

/// <summary>An object for each value: a column for each of its members.</summary>
public sealed class RecordColumn : Column
{
    private Field[] _fields;

    internal RecordColumn(string className, Field[] fields) => (ClassName, _fields) = (className, fields);

    /// <summary>The class of the objects.</summary>
    public string ClassName { get; }

    /// <summary>The members with those of base classes, in the order of the class. A member that hides one of a base class stands for both.</summary>
    public IEnumerable<KeyValuePair<string, Column>> Members =>
        _fields.SelectMany(Flattened).Where(member => member.Value is not EmptyColumn && ReferenceEquals(Member(member.Key), member.Value));

    internal Field[] Fields => _fields;

    /// <summary>The version of the class that the fields are those of.</summary>
    internal ClassLayout? Layout { get; set; }

    internal ObjectHeap? Heap { get; init; }

    /// <summary>A member by its name, of a base class too; null where there is none.</summary>
    public Column? Member(string name)
    {
        foreach (var part in _fields)
        {
            if (!part.IsBase && part.Name == name)
            {
                return part.Column;
            }
        }

        return InBases(name);
    }

    private static IEnumerable<KeyValuePair<string, Column>> Flattened(Field part) =>
        part.IsBase && part.Column is RecordColumn parent ? parent.Members : [new(part.Name, part.Column)];

    private Column? InBases(string name)
    {
        foreach (var part in _fields)
        {
            if (part.IsBase && part.Column is RecordColumn parent && parent.Member(name) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    internal void Add(int values) => Count += values;

    /// <summary>The members of another version of the class, while there are no values.</summary>
    internal void Become(Field[] fields, ClassLayout layout) => (_fields, Layout) = (fields, layout);

    internal override void Clear()
    {
        foreach (var part in _fields)
        {
            part.Column.Clear();
        }

        Count = 0;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        foreach (var part in _fields)
        {
            part.Column.Dispose();
        }
    }
}

internal readonly record struct Field(string Name, Column Column, bool IsBase);
