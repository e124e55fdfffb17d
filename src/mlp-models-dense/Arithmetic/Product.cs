using System.Runtime.Intrinsics;

namespace Mlp.Models.Dense.Arithmetic;

/// <summary>
/// The left side of a product: element (row, step) is <c>Numbers[row * RowStride + step * StepStride]</c>, so that a transpose needs no
/// copy.
/// </summary>
internal readonly ref struct Left(ReadOnlySpan<float> numbers, int rows, int rowStride, int stepStride)
{
    public ReadOnlySpan<float> Numbers { get; } = numbers;

    public int Rows { get; } = rows;

    public int RowStride { get; } = rowStride;

    public int StepStride { get; } = stepStride;

    public int LastIndex(int steps) => ((Rows - 1) * RowStride) + ((steps - 1) * StepStride);
}

/// <summary>Matrix products in which every element of the result is summed up in the same order, whatever its neighbours are.</summary>
internal static class Product
{
    /// <summary>
    /// result[row, column] = start[column] + left[row, 0] * right[0, column] + left[row, 1] * right[1, column] + …, one fused step after
    /// the other.
    /// </summary>
    /// <param name="left">One row for each row of the result.</param>
    /// <param name="right">Packed.</param>
    /// <param name="start">What each column's sums start from; as many as the panels have columns, filled up.</param>
    /// <param name="result">Takes the rows, <paramref name="stride"/> apart; nothing between them is touched.</param>
    /// <param name="stride">At least the number of columns.</param>
    public static void Multiply(Left left, Panels right, ReadOnlySpan<float> start, Span<float> result, int stride)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Product<Lanes512>.Multiply(left, right, start, result, stride);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Product<Lanes256>.Multiply(left, right, start, result, stride);
        }
        else
        {
            Product<Lanes128>.Multiply(left, right, start, result, stride);
        }
    }
}
