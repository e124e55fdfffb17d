namespace Mlp.Root;

/// <summary>How a type of numbers is called in a tree.</summary>
/// <param name="ClassName">The class of its leaf.</param>
/// <param name="Code">The letter in a branch's title.</param>
/// <param name="Bytes">Of one number.</param>
internal sealed record LeafKind(string ClassName, char Code, int Bytes, bool IsUnsigned)
{
    public static LeafKind Of<T>() => default(T) switch
    {
        bool => new("TLeafO", 'O', 1, false),
        sbyte => new("TLeafB", 'B', 1, false),
        byte => new("TLeafB", 'b', 1, true),
        short => new("TLeafS", 'S', 2, false),
        ushort => new("TLeafS", 's', 2, true),
        int => new("TLeafI", 'I', 4, false),
        uint => new("TLeafI", 'i', 4, true),
        long => new("TLeafL", 'L', 8, false),
        ulong => new("TLeafL", 'l', 8, true),
        float => new("TLeafF", 'F', 4, false),
        double => new("TLeafD", 'D', 8, false),
        _ => throw new ArgumentException($"branches of {typeof(T).Name} cannot be written; numbers and bool can"),
    };
}
