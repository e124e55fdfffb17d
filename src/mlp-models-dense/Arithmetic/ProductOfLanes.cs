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
    private const int LowRows = 4;
    private const int WidePanels = 4;

    private static nuint Lane => (nuint)T.Width;

    private static nuint Pair => 2 * (nuint)T.Width;

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
            Row4(
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
                Tile1(ref first, steps, rows, ref right[panel], ref from, ref result, (nuint)stride);
                break;
            case <= LowRows:
                Tile4(ref first, steps, rows, ref right[panel], ref from, ref result, (nuint)stride);
                break;
            default:
                Tile8(ref first, steps, rows, ref right[panel], ref from, ref result, (nuint)stride);
                break;
        }
    }

    // 8 rows by one panel. Missing rows repeat the last one: its sums are computed and stored again, the same.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile8(ref float left, Steps steps, int rows, ref float panel, ref float start, ref float result, nuint stride)
    {
        ref var x0 = ref left;
        ref var x1 = ref Unsafe.Add(ref left, steps.RowStride * Row(1, rows));
        ref var x2 = ref Unsafe.Add(ref left, steps.RowStride * Row(2, rows));
        ref var x3 = ref Unsafe.Add(ref left, steps.RowStride * Row(3, rows));
        ref var x4 = ref Unsafe.Add(ref left, steps.RowStride * Row(4, rows));
        ref var x5 = ref Unsafe.Add(ref left, steps.RowStride * Row(5, rows));
        ref var x6 = ref Unsafe.Add(ref left, steps.RowStride * Row(6, rows));
        ref var x7 = ref Unsafe.Add(ref left, steps.RowStride * Row(7, rows));
        for (nuint column = 0; column < Panels.Width; column += Pair)
        {
            ref var w = ref Unsafe.Add(ref panel, column);
            var (first, second) = (T.Load(ref start, column), T.Load(ref start, column + Lane));
            var (a0, b0) = (first, second);
            var (a1, b1) = (first, second);
            var (a2, b2) = (first, second);
            var (a3, b3) = (first, second);
            var (a4, b4) = (first, second);
            var (a5, b5) = (first, second);
            var (a6, b6) = (first, second);
            var (a7, b7) = (first, second);
            nuint at = 0;
            for (var todo = steps.Count; todo > 0; todo--)
            {
                var (u, v) = (T.Load(ref w, 0), T.Load(ref w, Lane));
                var s0 = T.Broadcast(Unsafe.Add(ref x0, at));
                (a0, b0) = (T.MultiplyAdd(s0, u, a0), T.MultiplyAdd(s0, v, b0));
                var s1 = T.Broadcast(Unsafe.Add(ref x1, at));
                (a1, b1) = (T.MultiplyAdd(s1, u, a1), T.MultiplyAdd(s1, v, b1));
                var s2 = T.Broadcast(Unsafe.Add(ref x2, at));
                (a2, b2) = (T.MultiplyAdd(s2, u, a2), T.MultiplyAdd(s2, v, b2));
                var s3 = T.Broadcast(Unsafe.Add(ref x3, at));
                (a3, b3) = (T.MultiplyAdd(s3, u, a3), T.MultiplyAdd(s3, v, b3));
                var s4 = T.Broadcast(Unsafe.Add(ref x4, at));
                (a4, b4) = (T.MultiplyAdd(s4, u, a4), T.MultiplyAdd(s4, v, b4));
                var s5 = T.Broadcast(Unsafe.Add(ref x5, at));
                (a5, b5) = (T.MultiplyAdd(s5, u, a5), T.MultiplyAdd(s5, v, b5));
                var s6 = T.Broadcast(Unsafe.Add(ref x6, at));
                (a6, b6) = (T.MultiplyAdd(s6, u, a6), T.MultiplyAdd(s6, v, b6));
                var s7 = T.Broadcast(Unsafe.Add(ref x7, at));
                (a7, b7) = (T.MultiplyAdd(s7, u, a7), T.MultiplyAdd(s7, v, b7));
                w = ref Unsafe.Add(ref w, Panels.Width);
                at += steps.StepStride;
            }

            Store(a0, b0, ref Unsafe.Add(ref result, column + (stride * Row(0, rows))));
            Store(a1, b1, ref Unsafe.Add(ref result, column + (stride * Row(1, rows))));
            Store(a2, b2, ref Unsafe.Add(ref result, column + (stride * Row(2, rows))));
            Store(a3, b3, ref Unsafe.Add(ref result, column + (stride * Row(3, rows))));
            Store(a4, b4, ref Unsafe.Add(ref result, column + (stride * Row(4, rows))));
            Store(a5, b5, ref Unsafe.Add(ref result, column + (stride * Row(5, rows))));
            Store(a6, b6, ref Unsafe.Add(ref result, column + (stride * Row(6, rows))));
            Store(a7, b7, ref Unsafe.Add(ref result, column + (stride * Row(7, rows))));
        }
    }

    // 4 rows by one panel. Missing rows repeat the last one: its sums are computed and stored again, the same.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile4(ref float left, Steps steps, int rows, ref float panel, ref float start, ref float result, nuint stride)
    {
        ref var x0 = ref left;
        ref var x1 = ref Unsafe.Add(ref left, steps.RowStride * Row(1, rows));
        ref var x2 = ref Unsafe.Add(ref left, steps.RowStride * Row(2, rows));
        ref var x3 = ref Unsafe.Add(ref left, steps.RowStride * Row(3, rows));
        for (nuint column = 0; column < Panels.Width; column += Pair)
        {
            ref var w = ref Unsafe.Add(ref panel, column);
            var (first, second) = (T.Load(ref start, column), T.Load(ref start, column + Lane));
            var (a0, b0) = (first, second);
            var (a1, b1) = (first, second);
            var (a2, b2) = (first, second);
            var (a3, b3) = (first, second);
            nuint at = 0;
            for (var todo = steps.Count; todo > 0; todo--)
            {
                var (u, v) = (T.Load(ref w, 0), T.Load(ref w, Lane));
                var s0 = T.Broadcast(Unsafe.Add(ref x0, at));
                (a0, b0) = (T.MultiplyAdd(s0, u, a0), T.MultiplyAdd(s0, v, b0));
                var s1 = T.Broadcast(Unsafe.Add(ref x1, at));
                (a1, b1) = (T.MultiplyAdd(s1, u, a1), T.MultiplyAdd(s1, v, b1));
                var s2 = T.Broadcast(Unsafe.Add(ref x2, at));
                (a2, b2) = (T.MultiplyAdd(s2, u, a2), T.MultiplyAdd(s2, v, b2));
                var s3 = T.Broadcast(Unsafe.Add(ref x3, at));
                (a3, b3) = (T.MultiplyAdd(s3, u, a3), T.MultiplyAdd(s3, v, b3));
                w = ref Unsafe.Add(ref w, Panels.Width);
                at += steps.StepStride;
            }

            Store(a0, b0, ref Unsafe.Add(ref result, column + (stride * Row(0, rows))));
            Store(a1, b1, ref Unsafe.Add(ref result, column + (stride * Row(1, rows))));
            Store(a2, b2, ref Unsafe.Add(ref result, column + (stride * Row(2, rows))));
            Store(a3, b3, ref Unsafe.Add(ref result, column + (stride * Row(3, rows))));
        }
    }

    // 1 rows by one panel. Missing rows repeat the last one: its sums are computed and stored again, the same.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile1(ref float left, Steps steps, int rows, ref float panel, ref float start, ref float result, nuint stride)
    {
        ref var x0 = ref left;
        for (nuint column = 0; column < Panels.Width; column += Pair)
        {
            ref var w = ref Unsafe.Add(ref panel, column);
            var (first, second) = (T.Load(ref start, column), T.Load(ref start, column + Lane));
            var (a0, b0) = (first, second);
            nuint at = 0;
            for (var todo = steps.Count; todo > 0; todo--)
            {
                var (u, v) = (T.Load(ref w, 0), T.Load(ref w, Lane));
                var s0 = T.Broadcast(Unsafe.Add(ref x0, at));
                (a0, b0) = (T.MultiplyAdd(s0, u, a0), T.MultiplyAdd(s0, v, b0));
                w = ref Unsafe.Add(ref w, Panels.Width);
                at += steps.StepStride;
            }

            Store(a0, b0, ref Unsafe.Add(ref result, column + (stride * Row(0, rows))));
        }
    }

    // One row by four panels: eight sums in flight, where one panel's two would wait for each other.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Row4(ref float left, Steps steps, ref float panel, ref float start, ref float result)
    {
        var next = (nuint)steps.Count * Panels.Width;
        for (nuint column = 0; column < Panels.Width; column += Pair)
        {
            ref var w0 = ref Unsafe.Add(ref panel, column);
            ref var w1 = ref Unsafe.Add(ref w0, next);
            ref var w2 = ref Unsafe.Add(ref w1, next);
            ref var w3 = ref Unsafe.Add(ref w2, next);
            var (a0, b0) = (T.Load(ref start, column + 0), T.Load(ref start, column + 0 + Lane));
            var (a1, b1) = (T.Load(ref start, column + 32), T.Load(ref start, column + 32 + Lane));
            var (a2, b2) = (T.Load(ref start, column + 64), T.Load(ref start, column + 64 + Lane));
            var (a3, b3) = (T.Load(ref start, column + 96), T.Load(ref start, column + 96 + Lane));
            nuint at = 0;
            for (nuint row = 0; row < next; row += Panels.Width)
            {
                var s = T.Broadcast(Unsafe.Add(ref left, at));
                (a0, b0) = (T.MultiplyAdd(s, T.Load(ref w0, row), a0), T.MultiplyAdd(s, T.Load(ref w0, row + Lane), b0));
                (a1, b1) = (T.MultiplyAdd(s, T.Load(ref w1, row), a1), T.MultiplyAdd(s, T.Load(ref w1, row + Lane), b1));
                (a2, b2) = (T.MultiplyAdd(s, T.Load(ref w2, row), a2), T.MultiplyAdd(s, T.Load(ref w2, row + Lane), b2));
                (a3, b3) = (T.MultiplyAdd(s, T.Load(ref w3, row), a3), T.MultiplyAdd(s, T.Load(ref w3, row + Lane), b3));
                at += steps.StepStride;
            }

            Store(a0, b0, ref Unsafe.Add(ref result, column + 0));
            Store(a1, b1, ref Unsafe.Add(ref result, column + 32));
            Store(a2, b2, ref Unsafe.Add(ref result, column + 64));
            Store(a3, b3, ref Unsafe.Add(ref result, column + 96));
        }
    }

    private static nuint Row(int row, int rows) => (nuint)int.Min(row, rows - 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(T first, T second, ref float result)
    {
        first.Store(ref result, 0);
        second.Store(ref result, Lane);
    }

    private readonly struct Steps(int count, int rowStride, int stepStride)
    {
        public readonly int Count = count;
        public readonly nuint RowStride = (nuint)rowStride;
        public readonly nuint StepStride = (nuint)stepStride;
    }
}
