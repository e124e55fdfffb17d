using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mlp.Oci;

/// <summary>Requests to an engine in a version of its API that both know, and what its answers mean.</summary>
internal sealed class EngineHttp(string socket, HttpClient http)
{
    private const int LargestAnswer = 16 << 20;
    private static readonly Version Oldest = new(1, 40);
    private static readonly Version Newest = new(1, 51);
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromMinutes(1);

    // It has nothing to do for that: one that takes longer hangs.
    private static readonly TimeSpan LongestGreeting = TimeSpan.FromSeconds(10);
    private volatile string? _version;

    /// <summary>As <see cref="Ask"/>; null also where there is no such thing.</summary>
    public async Task<JsonElement?> AskIfThere(HttpMethod method, string path, string doing, Ct ct, TimeSpan more = default)
    {
        try
        {
            return await Ask(method, path, null, doing, ct, more);
        }
        catch (OciException e) when (e.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>An answer as JSON; null where there is nothing to say.</summary>
    public async Task<JsonElement?> Ask(HttpMethod method, string path, JsonObject? body, string doing, Ct ct, TimeSpan more = default)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limited.CancelAfter(LongestAnswer + more);
        try
        {
            using var response = await Open(method, path, body is null ? null : JsonContent.Create(body), null, limited.Token);
            if (response.StatusCode is HttpStatusCode.NoContent or HttpStatusCode.NotModified)
            {
                return null;
            }

            var bytes = await RegistryAnswers.ReadBounded(response, LargestAnswer, "the engine's answer", limited.Token);
            return response.IsSuccessStatusCode ? Parse(bytes) : throw Refused(doing, Said(bytes), response.StatusCode);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw Unreachable(e);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw Late(LongestAnswer + more);
        }
    }

    /// <summary>Whether the engine is there and answers: an <see cref="OciException"/> where it does not.</summary>
    public async Task Greet(Ct ct)
    {
        try
        {
            _version = await Negotiate(ct);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw Unreachable(e);
        }
    }

    /// <summary>The engine has not answered in time. Whoever asks next finds out sooner whether it does again.</summary>
    public OciException Late(TimeSpan limit)
    {
        _version = null;
        return Unreachable(new TimeoutException($"it has not answered within {limit.TotalSeconds:0} s"));
    }

    /// <summary>An answer whose body is yet to be read, whatever its status.</summary>
    public async Task<HttpResponseMessage> Open(HttpMethod method, string path, HttpContent? body, string? registryAuth, Ct ct)
    {
        try
        {
            using var request = new HttpRequestMessage(method, $"v{_version ??= await Negotiate(ct)}/{path}") { Content = body };
            if (registryAuth is not null)
            {
                request.Headers.Add("X-Registry-Auth", registryAuth);
            }

            return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            // Another version may answer when it is back.
            _version = null;
            throw Unreachable(e);
        }
    }

    /// <summary>What an answer that is no success says.</summary>
    public static async Task<OciException> Refused(HttpResponseMessage response, string doing, Ct ct) =>
        Refused(doing, Said(await RegistryAnswers.ReadBounded(response, LargestAnswer, "the engine's answer", ct)), response.StatusCode);

    public static OciException Refused(string doing, string? said, HttpStatusCode? status) =>
        new(OciErrors.EngineRefused, $"the Docker Engine refuses {doing}: {said ?? $"status {(int?)status}"}", null, "do what the engine says") { Status = status };

    public OciException Unreachable(Exception cause) => new(
        OciErrors.EngineUnreachable, $"the Docker Engine at '{socket}' cannot be reached: {(cause.InnerException ?? cause).Message}", socket,
        "check that it runs, that this is its socket, and that you may use it", cause)
    { IsTransient = true };

    public static string? Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private async Task<string> Negotiate(Ct ct)
    {
        using var response = await Ping(ct);
        var theirs = Version.TryParse(RegistryAnswers.Header(response, "Api-Version"), out var parsed)
            ? parsed
            : throw new OciException(OciErrors.EngineUnreachable, $"what answers at '{socket}' is no Docker Engine, or not ready: status {(int)response.StatusCode} without a version", socket, "name the engine's socket");
        return theirs >= Oldest
            ? (theirs < Newest ? theirs : Newest).ToString()
            : throw new OciException(OciErrors.EngineRefused, $"the Docker Engine at '{socket}' speaks version {theirs} of its interface", theirs.ToString(), $"update it: {Oldest} (Docker 19.03) or newer is needed");
    }

    private async Task<HttpResponseMessage> Ping(Ct ct)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limited.CancelAfter(LongestGreeting);
        try
        {
            return await http.GetAsync(new Uri("_ping", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, limited.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw Late(LongestGreeting);
        }
    }

    private static JsonElement? Parse(byte[] bytes)
    {
        try
        {
            return bytes.AsSpan().Trim(" \r\n\t"u8).IsEmpty ? null : JsonElement.Parse(bytes);
        }
        catch (JsonException e)
        {
            throw new OciException(OciErrors.EngineRefused, string.Create(CultureInfo.InvariantCulture, $"the Docker Engine's answer is no JSON, in line {e.LineNumber + 1}"), null, "check that the socket is a Docker Engine's", e);
        }
    }

    private static string? Said(byte[] bytes)
    {
        try
        {
            return Text(JsonElement.Parse(bytes), "message");
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
