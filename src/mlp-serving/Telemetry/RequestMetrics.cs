using System.Globalization;
using System.Text;
using Mlp.Serving.Hosting;

namespace Mlp.Serving.Telemetry;

/// <summary>Requests by protocol and status, and how long they took.</summary>
internal sealed class RequestMetrics
{
    // The last one stands for all others.
    private static readonly int[] Statuses = [200, 400, 401, 404, 405, 408, 413, 499, 500, 503, 504, 0];
    private readonly long[][] _counts = [.. Enum.GetValues<Protocol>().Select(_ => new long[Statuses.Length])];
    private readonly Histogram[] _durations = [.. Enum.GetValues<Protocol>().Select(_ => new Histogram(0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30))];
    private long _running;
    private long _total;

    public long Running => Volatile.Read(ref _running);

    /// <summary>How many have begun.</summary>
    public long Total => Volatile.Read(ref _total);

    public void Begin()
    {
        Interlocked.Increment(ref _running);
        Interlocked.Increment(ref _total);
    }

    public void End() => Interlocked.Decrement(ref _running);

    public void Record(Protocol protocol, int status, TimeSpan duration)
    {
        var index = status == 200 ? 0 : int.Max(Array.IndexOf(Statuses, status), 0) is var found and > 0 ? found : Statuses.Length - 1;
        Interlocked.Increment(ref _counts[(int)protocol][index]);
        _durations[(int)protocol].Record(duration.TotalSeconds);
    }

    public void WriteTo(StringBuilder text)
    {
        Describe(text, "mlp_requests_total", "counter", "Requests that were answered, by protocol and HTTP status.");
        Each((protocol, name) => EachStatus(protocol, 200, (status, count) => text.Append(CultureInfo.InvariantCulture, $"mlp_requests_total{{protocol=\"{name}\",code=\"{status}\"}} {count}\n")));
        Describe(text, "mlp_request_errors_total", "counter", "Requests that were answered with an error.");
        Each((protocol, name) => text.Append(CultureInfo.InvariantCulture, $"mlp_request_errors_total{{protocol=\"{name}\"}} {_counts[(int)protocol].Skip(1).Sum()}\n"));
        Describe(text, "mlp_request_duration_seconds", "histogram", "From the request's headers to the end of its answer.");
        Each((protocol, name) => _durations[(int)protocol].WriteTo(text, "mlp_request_duration_seconds", $"protocol=\"{name}\""));
        Describe(text, "mlp_requests_running", "gauge", "Requests that are being answered.");
        text.Append(CultureInfo.InvariantCulture, $"mlp_requests_running {Running}\n");
    }

    public static void Describe(StringBuilder text, string name, string type, string help) => text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");

    private static void Each(Action<Protocol, string> write)
    {
        foreach (var protocol in Enum.GetValues<Protocol>())
        {
            write(protocol, protocol switch { Protocol.Simple => "simple", Protocol.V2 => "v2", Protocol.V1 => "v1", Protocol.Tfaas => "tfaas", _ => "other" });
        }
    }

    private void EachStatus(Protocol protocol, int always, Action<string, long> write)
    {
        for (var i = 0; i < Statuses.Length; i++)
        {
            var count = Volatile.Read(ref _counts[(int)protocol][i]);
            if (count > 0 || Statuses[i] == always)
            {
                write(Statuses[i] == 0 ? "other" : Statuses[i].ToString(CultureInfo.InvariantCulture), count);
            }
        }
    }
}
