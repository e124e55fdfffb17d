namespace Mlp.Root;

/// <summary>How a class streams one of its members: TStreamerElement and the classes derived from it.</summary>
internal sealed record StreamerElement(string Name, string Title, int Type, string TypeName)
{
    public const int Base = 0;
    public const int OffsetL = 20;
    public const int OffsetP = 40;
    public const int Loop = 501;

    /// <summary>TStreamerBase, TStreamerBasicType, TStreamerSTL and so on.</summary>
    public string ElementClass { get; init; } = "TStreamerBasicType";

    public int ArrayLength { get; init; }

    public IReadOnlyList<int> MaxIndex { get; init; } = [];

    /// <summary>The member that counts the items.</summary>
    public string CountName { get; init; } = "";

    public bool IsBase => ElementClass == "TStreamerBase" || Type == Base;

    public bool IsContainer => ElementClass is "TStreamerSTL" or "TStreamerSTLstring";

    /// <summary>The sizes of a fixed array's dimensions.</summary>
    public IReadOnlyList<int> Shape
    {
        get
        {
            var shape = MaxIndex.TakeWhile(size => size > 0).ToArray();
            return Shapes.HasSize(shape, ArrayLength) ? shape : [ArrayLength];
        }
    }
}

/// <summary>The members of one version of a class, base classes first.</summary>
internal sealed record StreamerInfo(string ClassName, int Version, uint Checksum, IReadOnlyList<StreamerElement> Elements);
