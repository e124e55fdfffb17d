using System.Collections.Concurrent;
using Mlp.Server.Database;

namespace Mlp.Server.Metrics;

/// <summary>What this process counts of itself.</summary>
internal sealed class RegistryMetrics(Store store)
{
    private readonly ConcurrentDictionary<string, Histogram> _durations = new(StringComparer.Ordinal);
    private readonly LabelledCounter _requests = new();
    private long _inFlight;
    private long _blobBytesIn;
    private long _blobBytesOut;
    private long _rateLimited;

    public long InFlight => Interlocked.Read(ref _inFlight);

    public LabelledCounter WebhookDeliveries { get; } = new();

    public LabelledCounter BackgroundFailures { get; } = new();

    public void RequestBegan() => Interlocked.Increment(ref _inFlight);

    /// <param name="route">The route's template: what a request makes of it would be endlessly many.</param>
    public void RequestEnded(string route, string method, int status, TimeSpan duration)
    {
        Interlocked.Decrement(ref _inFlight);
        var labels = $"route=\"{PrometheusText.Escape(route)}\",method=\"{PrometheusText.Escape(method)}\"";
        _requests.Add($"{labels},status=\"{status}\"");
        _durations.GetOrAdd(labels, static _ => new(Histogram.Seconds)).Record(duration.TotalSeconds);
    }

    public void BlobBytesCameIn(long bytes) => Interlocked.Add(ref _blobBytesIn, bytes);

    public void BlobBytesWentOut(long bytes) => Interlocked.Add(ref _blobBytesOut, bytes);

    public void RequestWasLimited() => Interlocked.Increment(ref _rateLimited);

    public string Write() =>
        new PrometheusText()
            .Counter("mlp_http_requests_total", "Requests answered.", _requests)
            .Histogram("mlp_http_request_duration_seconds", "How long requests took.", _durations.OrderBy(d => d.Key, StringComparer.Ordinal).Select(d => (d.Key, d.Value)))
            .Gauge("mlp_http_requests_in_flight", "Requests being answered.", InFlight)
            .Counter("mlp_http_requests_limited_total", "Requests refused because their token, or the failed tries of their address, were too many.", Interlocked.Read(ref _rateLimited))
            .Histogram("mlp_commit_group_size", "Writes per commit.", ("", store.Commits.GroupSizes))
            .Histogram("mlp_commit_duration_seconds", "How long commits took, from the begin of the transaction until it was durable.", ("", store.Commits.Durations))
            .Gauge("mlp_writes_waiting", "Writes that wait for their commit.", store.WritesWaiting)
            .Counter("mlp_blob_bytes_received_total", "Bytes of blobs that came in.", Interlocked.Read(ref _blobBytesIn))
            .Counter("mlp_blob_bytes_sent_total", "Bytes of blobs that went out.", Interlocked.Read(ref _blobBytesOut))
            .Counter("mlp_webhook_deliveries_total", "Tries to deliver an event to a webhook.", WebhookDeliveries)
            .Counter("mlp_background_failures_total", "Unforeseen failures of work beside the requests, which is tried again; the log has their stacks.", BackgroundFailures)
            .Gauge("process_resident_memory_bytes", "Resident memory of this process.", Environment.WorkingSet)
            .Gauge("dotnet_gc_heap_bytes", "Managed memory in use.", GC.GetTotalMemory(forceFullCollection: false))
            .ToString();
}
