using System.Runtime.CompilerServices;

namespace Mlp.Models.Dense.Arithmetic;

/// <summary>Parts of a product whose sums all fit into registers, for one width of vectors. Everything goes by reference, without bounds.</summary>
/// <remarks>
/// Written out for several numbers of rows, because a loop over them would keep the sums in memory. Missing rows cost as much as those that
/// are there: with 2 and 6 besides 1, 4 and 8, two rows take 25 us each instead of 39 (27-1024-1024-1).
/// </remarks>
internal static class Tiles<T>
    where T : struct, ILanes<T>
{
    private static nuint Lane => (nuint)T.Width;

    private static nuint Pair => 2 * (nuint)T.Width;

    // 8 rows by one panel. Missing rows repeat the last one: its sums are computed and stored again, the same.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile8(ref float left, Steps steps, int rows, ref float panel, ref float start, ref float result, nuint stride)
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

    // 6 rows by one panel. Missing rows repeat the last one: its sums are computed and stored again, the same.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile6(ref float left, Steps steps, int rows, ref float panel, ref float start, ref float result, nuint stride)
    {
        ref var x0 = ref left;
        ref var x1 = ref Unsafe.Add(ref left, steps.RowStride * Row(1, rows));
        ref var x2 = ref Unsafe.Add(ref left, steps.RowStride * Row(2, rows));
        ref var x3 = ref Unsafe.Add(ref left, steps.RowStride * Row(3, rows));
        ref var x4 = ref Unsafe.Add(ref left, steps.RowStride * Row(4, rows));
        ref var x5 = ref Unsafe.Add(ref left, steps.RowStride * Row(5, rows));
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
                w = ref Unsafe.Add(ref w, Panels.Width);
                at += steps.StepStride;
            }

            Store(a0, b0, ref Unsafe.Add(ref result, column + (stride * Row(0, rows))));
            Store(a1, b1, ref Unsafe.Add(ref result, column + (stride * Row(1, rows))));
            Store(a2, b2, ref Unsafe.Add(ref result, column + (stride * Row(2, rows))));
            Store(a3, b3, ref Unsafe.Add(ref result, column + (stride * Row(3, rows))));
            Store(a4, b4, ref Unsafe.Add(ref result, column + (stride * Row(4, rows))));
            Store(a5, b5, ref Unsafe.Add(ref result, column + (stride * Row(5, rows))));
        }
    }

    // 4 rows by one panel. Missing rows repeat the last one: its sums are computed and stored again, the same.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile4(ref float left, Steps steps, int rows, ref float panel, ref float start, ref float result, nuint stride)
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

    // 2 rows by one panel. Missing rows repeat the last one: its sums are computed and stored again, the same.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile2(ref float left, Steps steps, int rows, ref float panel, ref float start, ref float result, nuint stride)
    {
        ref var x0 = ref left;
        ref var x1 = ref Unsafe.Add(ref left, steps.RowStride * Row(1, rows));
        for (nuint column = 0; column < Panels.Width; column += Pair)
        {
            ref var w = ref Unsafe.Add(ref panel, column);
            var (first, second) = (T.Load(ref start, column), T.Load(ref start, column + Lane));
            var (a0, b0) = (first, second);
            var (a1, b1) = (first, second);
            nuint at = 0;
            for (var todo = steps.Count; todo > 0; todo--)
            {
                var (u, v) = (T.Load(ref w, 0), T.Load(ref w, Lane));
                var s0 = T.Broadcast(Unsafe.Add(ref x0, at));
                (a0, b0) = (T.MultiplyAdd(s0, u, a0), T.MultiplyAdd(s0, v, b0));
                var s1 = T.Broadcast(Unsafe.Add(ref x1, at));
                (a1, b1) = (T.MultiplyAdd(s1, u, a1), T.MultiplyAdd(s1, v, b1));
                w = ref Unsafe.Add(ref w, Panels.Width);
                at += steps.StepStride;
            }

            Store(a0, b0, ref Unsafe.Add(ref result, column + (stride * Row(0, rows))));
            Store(a1, b1, ref Unsafe.Add(ref result, column + (stride * Row(1, rows))));
        }
    }

    // 1 row by one panel. Missing rows repeat the last one: its sums are computed and stored again, the same.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile1(ref float left, Steps steps, int rows, ref float panel, ref float start, ref float result, nuint stride)
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
    public static void Row4(ref float left, Steps steps, ref float panel, ref float start, ref float result)
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
}

/// <summary>How many steps a sum has, and how far apart rows and steps of the left side lie.</summary>
internal readonly struct Steps(int count, int rowStride, int stepStride)
{
    public readonly int Count = count;
    public readonly nuint RowStride = (nuint)rowStride;
    public readonly nuint StepStride = (nuint)stepStride;
}
