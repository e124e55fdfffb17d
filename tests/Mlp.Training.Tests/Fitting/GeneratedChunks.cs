using System.Runtime.CompilerServices;

namespace Mlp.Training.Tests.Fitting;

/// <summary>Chunks of rows that are drawn from a seed. Their memory is used again, and spoiled in between, as that of real ones may be.</summary>
internal sealed class GeneratedChunks(int width, IReadOnlyList<int> sizes, Func<Random, float[], float> draw, int seed = 1)
{
    private readonly float[] _features = new float[width * sizes.Max()];
    private readonly byte[] _mask = new byte[width * sizes.Max()];
    private readonly float[] _labels = new float[sizes.Max()];

    /// <summary>How often the sequence was begun.</summary>
    public int Passes { get; private set; }

    /// <summary>Signal against background, a tenth being signal, which is shifted in each feature: the best possible answer is a logistic one.</summary>
    public static GeneratedChunks Signal(int width, params int[] sizes) => new(width, sizes, (random, row) =>
    {
        var label = random.Next(10) == 0 ? 1f : 0f;
        for (var i = 0; i < row.Length; i++)
        {
            row[i] = Gauss(random) + (label * 0.8f);
        }

        return label;
    });

    public async IAsyncEnumerable<Chunk> All([EnumeratorCancellation] Ct ct)
    {
        Passes++;
        var random = new Random(seed);
        var row = new float[width];
        for (var index = 0; index < sizes.Count; index++)
        {
            for (var i = 0; i < sizes[index]; i++)
            {
                _labels[i] = draw(random, row);
                row.CopyTo(_features, i * width);
                for (var j = 0; j < width; j++)
                {
                    _mask[(i * width) + j] = float.IsNaN(row[j]) ? (byte)1 : (byte)0;
                }
            }

            await Task.Yield();
            ct.ThrowIfCancellationRequested();
            var count = sizes[index];
            yield return new(index, count, width, _features.AsMemory(0, count * width), _mask.AsMemory(0, count * width), _labels.AsMemory(0, count));
            _features.AsSpan().Fill(float.NaN);
            _labels.AsSpan().Fill(float.NaN);
        }
    }

    public static float Gauss(Random random) => (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
}
