using System.Runtime.InteropServices;

namespace Mlp.Training.Fitting;

/// <summary>
/// Rows that are held back, on disk: they are needed after each epoch, and memory is for one chunk. The file has no name and ends with the
/// process.
/// </summary>
internal sealed class RowFile : IDisposable
{
    private const int RowsAtOnce = 1024;

    private readonly FileStream _file;
    private float[] _block = [];

    /// <summary>Makes the file in the checkpoint folder, if there is one: that for temporary files is memory on many systems.</summary>
    public RowFile(StreamingFitOptions fit)
    {
        var path = Path.Combine(fit.CheckpointFolder ?? Path.GetTempPath(), $".mlp-rows-{Guid.NewGuid():N}");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Delete,
            Options = FileOptions.DeleteOnClose,
        };
        if (OperatingSystem.IsWindows())
        {
            _file = new(path, options);
            return;
        }

        options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        _file = new(path, options);
        File.Delete(path); // At once: a process that is killed deletes nothing.
    }

    public void Add(RowSet rows)
    {
        _file.Seek(0, SeekOrigin.End);
        for (var start = 0; start < rows.Count; start += RowsAtOnce)
        {
            var count = int.Min(RowsAtOnce, rows.Count - start);
            _file.Write(MemoryMarshal.AsBytes([count]));
            _file.Write(MemoryMarshal.AsBytes(rows.Labels.Span.Slice(start, count)));
            _file.Write(MemoryMarshal.AsBytes(rows.Features.Span.Slice(start * rows.Width, count * rows.Width)));
        }
    }

    /// <summary>How well the model does on all rows; null where there are none.</summary>
    public FitMetrics? Measure(FittedModel model, int width, Measure measure)
    {
        _file.Seek(0, SeekOrigin.Begin);
        _block = _block.Length < RowsAtOnce * (width + 1) ? new float[RowsAtOnce * (width + 1)] : _block;
        while (_file.Position < _file.Length)
        {
            Span<int> count = [0];
            _file.ReadExactly(MemoryMarshal.AsBytes(count));
            var numbers = _block.AsSpan(0, count[0] * (width + 1));
            _file.ReadExactly(MemoryMarshal.AsBytes(numbers));
            measure.Add(model, numbers[count[0]..], width, numbers[..count[0]]);
        }

        return measure.Result();
    }

    public void Dispose() => _file.Dispose();
}
