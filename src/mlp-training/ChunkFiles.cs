using System.Globalization;
using Mlp.Training.Files;

namespace Mlp.Training;

/// <summary>Chunks as files that NumPy loads.</summary>
public static class ChunkFiles
{
    /// <summary>Writes a chunk as <c>chunk-00000-features.npy</c> (float32, a row for each event), <c>-mask.npy</c> (uint8) and <c>-labels.npy</c> (float32).</summary>
    public static void Write(string folder, Chunk chunk)
    {
        Directory.CreateDirectory(folder);
        var name = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"chunk-{chunk.Index:00000}"));
        NpyFile.Write($"{name}-features.npy", chunk.Features.Span, chunk.Rows, chunk.Width);
        NpyFile.Write($"{name}-mask.npy", chunk.Mask.Span, chunk.Rows, chunk.Width);
        NpyFile.Write($"{name}-labels.npy", chunk.Labels.Span, chunk.Rows);
    }
}
