using System.Text.Json;

namespace Mlp.Oci;

/// <summary>Tells when a container ends.</summary>
public sealed class ExitWatch : IDisposable
{
    private const int LargestAnswer = 1 << 16;
    private readonly HttpResponseMessage _response;
    private readonly EngineHttp _http;

    internal ExitWatch(HttpResponseMessage response, EngineHttp http) => (_response, _http) = (response, http);

    /// <summary>The exit code, once the container has ended. An engine that goes away meanwhile is an <see cref="OciException"/>.</summary>
    public async Task<int> Wait(Ct ct = default)
    {
        try
        {
            var bytes = await RegistryAnswers.ReadBounded(_response, LargestAnswer, "the engine's answer", ct);
            return EngineJson.Number(JsonElement.Parse(bytes), "StatusCode") ?? throw new JsonException("it has no status code");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException)
        {
            throw _http.Unreachable(e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _response.Dispose();
}
