using Mlp.Models.Dense.Arithmetic;

namespace Mlp.Models.Dense.Tests;

/// <summary>Every kernel, for every width of vectors, against the definition: one fused step after the other.</summary>
public sealed class ProductTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 80)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Every_width_gives_the_bits_of_the_definition(int seed)
    {
        var random = new Random(seed);
        var (rows, steps, columns) = (random.Next(1, 30), random.Next(1, 70), random.Next(1, 300));
        var left = RandomNetwork.Numbers(random, rows * steps);
        var right = RandomNetwork.Numbers(random, steps * columns);
        var panels = new Panels(steps, columns);
        panels.Pack(right, columns);
        var start = RandomNetwork.Numbers(random, panels.Count * Panels.Width);
        var stride = columns + random.Next(3);
        var expected = Define(left, right, start, rows, steps, columns);

        Assert.Equal(expected, Run(Product<Lanes128>.Multiply, left, steps, 1));
        Assert.Equal(expected, Run(Product<Lanes256>.Multiply, left, steps, 1));
        Assert.Equal(expected, Run(Product<Lanes512>.Multiply, left, steps, 1));
        Assert.Equal(expected, Run(Product.Multiply, left, steps, 1));
        Assert.Equal(expected, Run(Product.Multiply, Transpose(left, rows, steps), 1, rows));

        var turned = new Panels(steps, columns);
        turned.PackTransposed(Transpose(right, steps, columns));
        panels = turned;
        Assert.Equal(expected, Run(Product.Multiply, left, steps, 1));

        int[] Run(Kernel multiply, float[] numbers, int rowStride, int stepStride)
        {
            var result = Enumerable.Repeat(-77f, rows * stride).ToArray();
            multiply(new Left(numbers, rows, rowStride, stepStride), panels, start, result.AsSpan(0, ((rows - 1) * stride) + columns), stride);

            // What lies between the rows is nobody's.
            Assert.All(Enumerable.Range(0, result.Length).Where(i => i % stride >= columns), i => Assert.Equal(-77f, result[i]));
            return RandomNetwork.Bits(result.Where((_, i) => i % stride < columns).ToArray());
        }
    }

    [Fact]
    public void What_does_not_fit_is_refused_before_anything_is_touched()
    {
        var (panels, start) = (new Panels(4, 5), new float[Panels.Width]);
        Assert.Throws<ArgumentOutOfRangeException>(() => Product.Multiply(new(new float[7], 2, 4, 1), panels, start, new float[10], 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => Product.Multiply(new(new float[8], 2, 4, 1), panels, start, new float[9], 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => Product.Multiply(new(new float[8], 2, 4, 1), panels, start, new float[10], 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => Product.Multiply(new(new float[8], 2, 4, 1), panels, start.AsSpan(1), new float[10], 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => Product.Multiply(new(new float[8], 0, 4, 1), panels, start, new float[10], 5));
        Product.Multiply(new(new float[8], 2, 4, 1), panels, start, new float[10], 5);
    }

    private static int[] Define(float[] left, float[] right, float[] start, int rows, int steps, int columns)
    {
        var result = new float[rows * columns];
        for (var i = 0; i < result.Length; i++)
        {
            var (row, column) = (i / columns, i % columns);
            result[i] = start[column];
            for (var step = 0; step < steps; step++)
            {
                result[i] = MathF.FusedMultiplyAdd(left[(row * steps) + step], right[(step * columns) + column], result[i]);
            }
        }

        return RandomNetwork.Bits(result);
    }

    private static float[] Transpose(float[] matrix, int rows, int columns) =>
        [.. Enumerable.Range(0, matrix.Length).Select(i => matrix[(i % rows * columns) + (i / rows)])];

    private delegate void Kernel(Left left, Panels right, ReadOnlySpan<float> start, Span<float> result, int stride);
}
