using System.Runtime.InteropServices;

namespace Mlp.Models.Dense.Arithmetic;

/// <summary>
/// A matrix cut into panels of <see cref="Width"/> columns, each panel's rows one after the other: the order in which products read it.
/// </summary>
/// <remarks>The last panel is filled up with zeros. The memory starts on a cache line, so that no vector lies across two.</remarks>
internal sealed class Panels
{
    /// <summary>Columns of a panel: two of the widest vectors.</summary>
    public const int Width = 32;

    private const int CacheLine = 64;
    private readonly float[] _memory;
    private readonly int _start;

    public Panels(int rows, int columns)
    {
        (Rows, Columns) = (rows, columns);
        Count = (columns + Width - 1) / Width;
        _memory = GC.AllocateArray<float>(checked((Count * rows * Width) + (CacheLine / sizeof(float))), pinned: true);
        var address = (nuint)Marshal.UnsafeAddrOfPinnedArrayElement(_memory, 0);
        _start = (int)((CacheLine - (address % CacheLine)) % CacheLine / sizeof(float));
    }

    public int Rows { get; }

    public int Columns { get; }

    public int Count { get; }

    /// <summary>The first number of a panel; its rows follow, <see cref="Width"/> numbers each.</summary>
    public ref float this[int panel] => ref _memory[_start + (panel * Rows * Width)];

    public int ColumnsOf(int panel) => int.Min(Width, Columns - (panel * Width));

    /// <summary>Takes over a matrix whose rows lie <paramref name="stride"/> apart.</summary>
    public void Pack(ReadOnlySpan<float> matrix, int stride)
    {
        for (var panel = 0; panel < Count; panel++)
        {
            var columns = ColumnsOf(panel);
            var target = MemoryMarshal.CreateSpan(ref this[panel], Rows * Width);
            for (var row = 0; row < Rows; row++)
            {
                matrix.Slice((row * stride) + (panel * Width), columns).CopyTo(target[(row * Width)..]);
            }
        }
    }

    /// <summary>Takes over the transpose of a matrix of <see cref="Columns"/> rows and <see cref="Rows"/> columns.</summary>
    public void PackTransposed(ReadOnlySpan<float> matrix)
    {
        for (var panel = 0; panel < Count; panel++)
        {
            var target = MemoryMarshal.CreateSpan(ref this[panel], Rows * Width);
            for (var column = 0; column < ColumnsOf(panel); column++)
            {
                var source = matrix.Slice(((panel * Width) + column) * Rows, Rows);
                for (var row = 0; row < source.Length; row++)
                {
                    target[(row * Width) + column] = source[row];
                }
            }
        }
    }
}
