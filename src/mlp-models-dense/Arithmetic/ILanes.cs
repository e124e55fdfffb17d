namespace Mlp.Models.Dense.Arithmetic;

/// <summary>A vector register of float32. All widths give the same bits, because a lane never meets its neighbours.</summary>
internal interface ILanes<TSelf>
    where TSelf : struct, ILanes<TSelf>
{
    static abstract int Width { get; }

    /// <summary>Whether sixteen sums, and what is added to them, fit into registers.</summary>
    static abstract bool HasManyRegisters { get; }

    static abstract TSelf Load(ref float source, nuint offset);

    static abstract TSelf Broadcast(float number);

    /// <summary><c>left * right + sum</c>, rounded once.</summary>
    static abstract TSelf MultiplyAdd(TSelf left, TSelf right, TSelf sum);

    void Store(ref float destination, nuint offset);
}
