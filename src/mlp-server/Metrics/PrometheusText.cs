using System.Globalization;
using System.Text;

namespace Mlp.Server.Metrics;

/// <summary>Prometheus' text format, version 0.0.4.</summary>
internal sealed class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";
    private readonly StringBuilder _text = new();

    public PrometheusText Gauge(string name, string help, double value) => Head(name, help, "gauge").Line(name, "", value);

    public PrometheusText Counter(string name, string help, double value) => Head(name, help, "counter").Line(name, "", value);

    public PrometheusText Counter(string name, string help, LabelledCounter counter)
    {
        Head(name, help, "counter");
        foreach (var (labels, value) in counter.Values)
        {
            Line(name, labels, value);
        }

        return this;
    }

    public PrometheusText Histogram(string name, string help, params IEnumerable<(string Labels, Histogram Histogram)> series)
    {
        Head(name, help, "histogram");
        foreach (var (labels, histogram) in series)
        {
            var before = labels.Length == 0 ? "" : labels + ",";
            var count = 0L;
            foreach (var (bound, upTo) in histogram.Cumulative())
            {
                Line($"{name}_bucket", $"{before}le=\"{Number(bound)}\"", upTo);
                count = upTo;
            }

            Line($"{name}_sum", labels, histogram.Sum).Line($"{name}_count", labels, count);
        }

        return this;
    }

    public static string Escape(string label) =>
        label.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    public override string ToString() => _text.ToString();

    private PrometheusText Head(string name, string help, string kind)
    {
        _text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {kind}\n");
        return this;
    }

    private PrometheusText Line(string name, string labels, double value)
    {
        _text.Append(name).Append(labels.Length == 0 ? "" : $"{{{labels}}}").Append(' ').Append(Number(value)).Append('\n');
        return this;
    }

    private static string Number(double value) => double.IsPositiveInfinity(value) ? "+Inf" : value.ToString("R", CultureInfo.InvariantCulture);
}
