using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Mlp.Wire;

namespace Mlp.Testing.Publishing;

/// <summary>Publishes over HTTP as a training job does, and tries again with the same key until it has an answer.</summary>
public sealed class Publisher(TestArchive archives, string project = "git.example.org/beams/publishing")
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public static async Task Register(HttpClient http, string project, string type, string version, bool standalone = false, Digest? bundle = null)
    {
        var request = new OpenRelease(project, "dotnet", $"v{version}", new('a', 40), new('b', 40), null, [new(type, $"Tests.{type}", Standalone: standalone)]);
        var opened = await Post<OpenedRelease>(http, "api/v1/releases", request, key: null, Ct.None);
        await Post<CompletedRelease>(http, $"api/v1/releases/{opened.Release.Id}/complete", new CompleteRelease(bundle?.Text), key: null, Ct.None);
    }

    public Task Register(HttpClient http, string type, string version) => Register(http, project, type, version);

    /// <summary>Publishes archive <paramref name="number"/> with AUTO; the registry may be gone for a while.</summary>
    public async Task<ParametersVersionInfo> Publish(Func<HttpClient> http, string name, string type, string typeVersion, long number, Ct ct)
    {
        var bytes = archives.Numbered(number);
        var request = new CreateParametersVersion(Digest.Of(bytes).Text, type, typeVersion);
        while (true)
        {
            try
            {
                return await PublishOnce(http(), name, request, bytes, key: $"publish-{name}-{number.ToString(CultureInfo.InvariantCulture)}", ct);
            }
            catch (HttpRequestException e) when (e.StatusCode is null or HttpStatusCode.ServiceUnavailable)
            {
                await Task.Delay(Pause, ct);
            }
            catch (ObjectDisposedException)
            {
                // The client of a registry that has just been started again is another one.
                await Task.Delay(Pause, ct);
            }
        }
    }

    public static async Task<ParametersVersionInfo> PublishOnce(HttpClient http, string name, CreateParametersVersion request, byte[] bytes, string? key, Ct ct)
    {
        using var content = new ByteArrayContent(bytes);
        using var uploaded = await http.PutAsync($"api/v1/blobs/{request.Digest}", content, ct);
        uploaded.EnsureSuccessStatusCode();
        return await Post<ParametersVersionInfo>(http, $"api/v1/parameters/{name}/versions", request, key, ct);
    }

    private static async Task<T> Post<T>(HttpClient http, string route, object body, string? key, Ct ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, route) { Content = JsonContent.Create(body, body.GetType(), options: WireJson.Options) };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        using var response = await http.SendAsync(request, ct);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<T>(WireJson.Options, ct))!;
    }
}
