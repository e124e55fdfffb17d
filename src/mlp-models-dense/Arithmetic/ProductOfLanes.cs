using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Mlp.Models.Dense.Arithmetic;

/// <summary>The products for one width of vectors.</summary>
/// <remarks>
/// A lane is a column of the result and runs over all steps in order, in a register: how many rows, columns or lanes are worked on together
/// changes nothing in any sum. A panel stays in the cache while all rows pass by. Figures: benchmarks/Mlp.Models.Dense.Benchmarks.
/// </remarks>
internal static class Product<T>
    where T : struct, ILanes<T>
{
    private const int TallRows = 8;
    private const int MiddleRows = 6;
    private const int LowRows = 4;
    private const int WidePanels = 4;

    /// <inheritdoc cref="Product.Multiply"/>
    public static void Multiply(Left left, Panels right, ReadOnlySpan<float> start, Span<float> result, int stride)
    {
        Check(left, right, start, result, stride);
        var panel = left.Rows == 1 ? MultiplyRow(left, right, start, result) : 0;
        Span<float> partial = stackalloc float[TallRows * Panels.Width];
        for (; panel < right.Count; panel++)
        {
            var columns = right.ColumnsOf(panel);
            var height = T.HasManyRegisters ? TallRows : LowRows;
            for (var row = 0; row < left.Rows; row += height)
            {
                var rows = int.Min(height, left.Rows - row);
                ref var place = ref result[(row * stride) + (panel * Panels.Width)];
                var whole = columns == Panels.Width;
                Tile(left, row, rows, right, panel, start, ref whole ? ref place : ref partial[0], whole ? stride : Panels.Width);
                for (var i = 0; i < rows && !whole; i++)
                {
                    partial.Slice(i * Panels.Width, columns).CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref place, i * stride), columns));
                }
            }
        }
    }

    // Everything below goes by reference, without bounds; so they are checked here.
    private static void Check(Left left, Panels right, ReadOnlySpan<float> start, Span<float> result, int stride)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(left.Rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, right.Columns);
        ArgumentOutOfRangeException.ThrowIfLessThan(start.Length, right.Count * Panels.Width);
        ArgumentOutOfRangeException.ThrowIfLessThan(left.Numbers.Length, left.LastIndex(right.Rows) + 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(result.Length, ((left.Rows - 1) * stride) + right.Columns);
    }

    // Answers the first panel that is left to do.
    private static int MultiplyRow(Left left, Panels right, ReadOnlySpan<float> start, Span<float> result)
    {
        var panel = 0;
        for (; (panel + WidePanels) * Panels.Width <= right.Columns; panel += WidePanels)
        {
            var at = panel * Panels.Width;
            Tiles<T>.Row4(
                ref MemoryMarshal.GetReference(left.Numbers),
                new(right.Rows, left.RowStride, left.StepStride),
                ref right[panel],
                ref MemoryMarshal.GetReference(start[at..]),
                ref result[at]);
        }

        return panel;
    }

    private static void Tile(Left left, int row, int rows, Panels right, int panel, ReadOnlySpan<float> start, ref float result, int stride)
    {
        ref var first = ref MemoryMarshal.GetReference(left.Numbers[(row * left.RowStride)..]);
        var steps = new Steps(right.Rows, left.RowStride, left.StepStride);
        ref var from = ref MemoryMarshal.GetReference(start[(panel * Panels.Width)..]);
        switch (rows)
        {
            case 1:
                Tiles<T>.Tile1(ref first, steps, rows, ref right[panel], ref from, ref result, (nuint)stride);
                break;
            case 2:
                Tiles<T>.Tile2(ref first, steps, rows, ref right[panel], ref from, ref result, (nuint)stride);
                break;
            case <= LowRows:
                Tiles<T>.Tile4(ref first, steps, rows, ref right[panel], ref from, ref result, (nuint)stride);
                break;
            case <= MiddleRows:
                Tiles<T>.Tile6(ref first, steps, rows, ref right[panel], ref from, ref result, (nuint)stride);
                break;
            default:
                Tiles<T>.Tile8(ref first, steps, rows, ref right[panel], ref from, ref result, (nuint)stride);
                break;
        }
    }
}
