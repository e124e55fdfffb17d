using System.Globalization;
using System.Text;

namespace Mlp.Serving.Telemetry;

/// <summary>How often values fell between bounds, as Prometheus counts it.</summary>
internal sealed class Histogram(params double[] bounds)
{
    private readonly long[] _counts = new long[bounds.Length + 1];
    private long _sumOfMillionths;

    public void Record(double value)
    {
        var bucket = 0;
        while (bucket < bounds.Length && value > bounds[bucket])
        {
            bucket++;
        }

        Interlocked.Increment(ref _counts[bucket]);
        Interlocked.Add(ref _sumOfMillionths, (long)(value * 1e6));
    }

    public void WriteTo(StringBuilder text, string name, string labels)
    {
        var (separator, total) = (labels.Length > 0 ? "," : "", 0L);
        for (var i = 0; i <= bounds.Length; i++)
        {
            total += Volatile.Read(ref _counts[i]);
            var bound = i < bounds.Length ? bounds[i].ToString(CultureInfo.InvariantCulture) : "+Inf";
            text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{labels}{separator}le=\"{bound}\"}} {total}\n");
        }

        var braced = labels.Length > 0 ? $"{{{labels}}}" : "";
        text.Append(CultureInfo.InvariantCulture, $"{name}_sum{braced} {Volatile.Read(ref _sumOfMillionths) / 1e6}\n{name}_count{braced} {total}\n");
    }
}
