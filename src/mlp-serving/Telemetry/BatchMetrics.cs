namespace Mlp.Serving.Telemetry;

/// <summary>How many predictions ran together.</summary>
internal sealed class BatchMetrics
{
    public Histogram Sizes { get; } = new(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024);

    public void Record(int size) => Sizes.Record(size);
}
