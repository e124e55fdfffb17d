using Mlp.Models;

namespace Mlp.ClientTests.Integration;

/// <summary>A model whose prediction shows the parameters it has, and that notices what must not happen to it.</summary>
public sealed class ScalingModel : IModel<float, float>, ISessionState, IDisposable
{
    private int _inside;
    private bool _disposed;

    private static int _live;

    public ScalingModel() => Interlocked.Increment(ref _live);

    public static int LiveInstances => _live;

    public float Factor { get; set; } = 1;

    public int Padding { get; init; }

    public bool SessionStarted { get; private set; }

    public float Predict(float input)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (Interlocked.Increment(ref _inside) != 1)
        {
            throw new InvalidOperationException("two at a time");
        }

        Thread.Yield();
        Interlocked.Decrement(ref _inside);
        return _disposed ? throw new ObjectDisposedException("in the middle") : Factor * input;
    }

    public void ExportParameters(ParametersFolder folder)
    {
        folder.WriteNumbers("factor.bin", [Factor]);
        if (Padding > 0)
        {
            var padding = new byte[Padding];
            new Random(Padding).NextBytes(padding);
            File.WriteAllBytes(Path.Combine(folder.FullPath, "padding.bin"), padding);
        }
    }

    public void ImportParameters(ParametersFolder folder)
    {
        Factor = folder.ReadSingles("factor.bin")[0];
        if (float.IsNaN(Factor))
        {
            throw new InvalidDataException("the factor is no number");
        }
    }

    public void StartSession() => SessionStarted = true;

    public void SaveSession(System.Buffers.IBufferWriter<byte> destination)
    {
    }

    public void RestoreSession(ReadOnlySpan<byte> state)
    {
    }

    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            Interlocked.Decrement(ref _live);
        }
    }
}
