using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Mlp.Server.Hosting;
using Mlp.Server.Metrics;
using Mlp.Wire;

namespace Mlp.Server.Events;

/// <summary>Posts one event to one webhook, once. It follows no redirects and hardly reads the answer.</summary>
internal sealed class WebhookSender(ServerSettings settings, RegistryMetrics metrics, TimeProvider clock) : IDisposable
{
    private const int MostRead = 1024;

    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = settings.Webhooks.Timeout,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        MaxResponseHeadersLength = 16,
        AutomaticDecompression = DecompressionMethods.None,
    });

    public async Task<Attempt> Send(DueDelivery due, Ct ct)
    {
        var attempt = await Try(due, ct);
        metrics.WebhookDeliveries.Add($"outcome=\"{(attempt.Succeeded ? "delivered" : "failed")}\"");
        return attempt;
    }

    public void Dispose() => _http.Dispose();

    private async Task<Attempt> Try(DueDelivery due, Ct ct)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeout.CancelAfter(settings.Webhooks.Timeout);
        try
        {
            using var request = Request(due);
            using var response = await _http.SendAsync(request, timeout.Token);
            await ReadSome(response, timeout.Token);
            var status = (int)response.StatusCode;
            return new(status, status is >= 200 and < 300 ? null : $"the receiver answered {status}");
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new(null, $"no answer within {settings.Webhooks.Timeout.TotalSeconds:0.###} s");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return new(null, Problems.Printable(e.InnerException?.Message ?? e.Message));
        }
    }

    private HttpRequestMessage Request(DueDelivery due)
    {
        var body = JsonSerializer.Serialize(due.Event.ToWire(), WireJson.Options);
        var request = new HttpRequestMessage(HttpMethod.Post, due.Webhook.Url) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("mlp", null));
        request.Headers.Add("X-Mlp-Event", due.Event.Kind);
        request.Headers.Add("X-Mlp-Delivery", due.Delivery.Id.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("X-Mlp-Signature", WebhookSignature.Of(due.Webhook.Secret, clock.GetUtcNow(), body));
        return request;
    }

    // A short answer leaves the connection usable; a long one is nobody's business.
    private static async Task ReadSome(HttpResponseMessage response, Ct ct)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(ct);
        await stream.ReadAtLeastAsync(new byte[MostRead], MostRead, throwOnEndOfStream: false, ct);
    }
}
