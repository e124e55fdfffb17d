using System.Net;
using System.Text.Json;

namespace Mlp.Oci;

/// <summary>What a registry answers, turned into bytes or errors.</summary>
internal static class RegistryAnswers
{
    private const int LargestError = 64 << 10;
    private static readonly TimeSpan LongestError = TimeSpan.FromSeconds(10);

    /// <summary>Reads a body that may have at most so many bytes.</summary>
    public static async Task<byte[]> ReadBounded(HttpResponseMessage response, int limit, string what, Ct ct)
    {
        if (response.Content.Headers.ContentLength > limit)
        {
            throw TooLarge(what, limit);
        }

        await using var body = await response.Content.ReadAsStreamAsync(ct);
        using var bytes = new MemoryStream();
        var buffer = new byte[16 << 10];
        for (int read; (read = await body.ReadAsync(buffer, ct)) > 0;)
        {
            if (bytes.Length + read > limit)
            {
                throw TooLarge(what, limit);
            }

            await bytes.WriteAsync(buffer.AsMemory(0, read), ct);
        }

        return bytes.ToArray();
    }

    /// <summary>The error that an unexpected answer means; what may pass is marked so.</summary>
    public static async Task<OciException> Error(HttpResponseMessage response, string doing, Ct ct)
    {
        var (registryCode, said) = await Said(response, ct);
        var fact = $"{doing}: the registry answers {(int)response.StatusCode}{(said is null ? "" : $": {said}")}";
        var value = response.RequestMessage?.RequestUri is { } address ? Shown(address) : null;
        var (code, remedy) = Meaning(response.StatusCode, registryCode);
        return new(code, fact, value, remedy)
        {
            Status = response.StatusCode,
            IsTransient = code is OciErrors.TooManyRequests or OciErrors.Unreachable,
            RetryAfter = RetryAfter(response),
        };
    }

    private static (string Code, string Remedy) Meaning(HttpStatusCode status, string? registryCode) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => (OciErrors.AccessDenied, "log in with 'docker login', or give credentials that may do this"),
        HttpStatusCode.TooManyRequests => (OciErrors.TooManyRequests, "try again later, or log in for a higher limit"),
        HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError => (OciErrors.Unreachable, "try again; if it stays so, ask who runs the registry"),
        HttpStatusCode.NotFound when registryCode is null => (OciErrors.NotARegistry, "check that the host is a registry, and the repository's name"),
        HttpStatusCode.BadRequest when registryCode == "DIGEST_INVALID" => (OciErrors.WrongContent, "the content changed since its digest was taken; make it again"),
        _ => (OciErrors.Refused, "do what the registry says, or choose another repository"),
    };

    public static TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - (response.Headers.Date ?? date),
        _ => null,
    };

    public static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    /// <summary>An address without its query, which may hold what lets one write.</summary>
    public static string Shown(Uri address) => address.GetLeftPart(UriPartial.Path);

    private static OciException TooLarge(string what, int limit) =>
        new(OciErrors.TooLarge, $"{what} has more than {limit} bytes", null, "check that the host is a registry");

    private static async Task<(string? Code, string? Text)> Said(HttpResponseMessage response, Ct ct)
    {
        using var patience = new Patience(LongestError, ct);
        try
        {
            using var json = JsonDocument.Parse(await ReadBounded(response, LargestError, "an error", patience.Token));
            var error = json.RootElement.GetProperty("errors")[0];
            var code = error.GetProperty("code").GetString();
            var message = error.TryGetProperty("message", out var text) ? text.GetString() : null;
            return (code, string.IsNullOrEmpty(message) ? code : $"{code}, {message}");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or IndexOutOfRangeException
            or OciException or HttpRequestException or IOException || (e is OperationCanceledException && patience.IsOver))
        {
            // Many proxies answer with a page; the status says enough.
            return (null, null);
        }
    }
}
