using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mlp.Oci;

/// <summary>The images that an engine has.</summary>
public sealed class EngineImages
{
    private const string DockerHubKey = "https://index.docker.io/v1/";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly EngineHttp _http;

    internal EngineImages(EngineHttp http) => _http = http;

    /// <summary>Whether the engine has an image.</summary>
    /// <param name="image">The image, by tag or digest.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<bool> Has(ImageReference image, Ct ct = default)
    {
        ArgumentNullException.ThrowIfNull(image);
        return await _http.AskIfThere(HttpMethod.Get, $"images/{image}/json", $"to show the image '{image}'", ct) is not null;
    }

    /// <summary>What the engine calls an image by: its configuration's digest, or its manifest's where containerd keeps images; null where there is no such image.</summary>
    /// <param name="image">The image, by tag or digest.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<OciDigest?> FindId(ImageReference image, Ct ct = default)
    {
        ArgumentNullException.ThrowIfNull(image);
        return await _http.AskIfThere(HttpMethod.Get, $"images/{image}/json", $"to show the image '{image}'", ct) is { } shown
            && OciDigest.TryParse(EngineHttp.Text(shown, "Id"), out var id) ? id : null;
    }

    /// <summary>Lets the engine pull an image. It ends when the engine has it.</summary>
    /// <param name="image">The image, by tag or digest.</param>
    /// <param name="credentials">Whom the engine is to be towards the registry.</param>
    /// <param name="ct">Cancels.</param>
    public async Task Pull(ImageReference image, RegistryCredentials credentials, Ct ct = default)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(credentials);
        var header = await credentials.Find(image.Registry, ct) is { } credential ? Header(image.Registry, credential) : null;
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limited.CancelAfter(Patience);
        try
        {
            using var response = await _http.Open(HttpMethod.Post, $"images/create?fromImage={Uri.EscapeDataString(image.ToString())}", null, header, limited.Token);
            if (!response.IsSuccessStatusCode)
            {
                throw await EngineHttp.Refused(response, $"to pull '{image}'", limited.Token);
            }

            using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(limited.Token));
            while (await lines.ReadLineAsync(limited.Token) is { } line)
            {
                limited.CancelAfter(Patience);
                DemandProgress(line, image);
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw _http.Unreachable(e);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new OciException(OciErrors.Unreachable, $"pulling '{image}' has not moved for {Patience.TotalMinutes:0} minutes", image.ToString(), "check that the engine reaches the registry, and try again");
        }
    }

    // The engine has said 200 long before it knows: what goes wrong is one of its messages.
    private static void DemandProgress(string line, ImageReference image)
    {
        if (line.Length == 0)
        {
            return;
        }

        try
        {
            if (EngineHttp.Text(JsonElement.Parse(line), "error") is { } error)
            {
                throw EngineHttp.Refused($"to pull '{image}'", error, null);
            }
        }
        catch (JsonException e)
        {
            throw new OciException(OciErrors.EngineRefused, $"what the Docker Engine says while it pulls '{image}' is no JSON", image.ToString(), "check that the socket is a Docker Engine's", e);
        }
    }

    private static string Header(string registry, RegistryCredential credential)
    {
        var json = credential.IsIdentityToken
            ? new JsonObject { ["identitytoken"] = credential.Secret }
            : new JsonObject { ["username"] = credential.UserName, ["password"] = credential.Secret };
        json["serveraddress"] = registry == "docker.io" ? DockerHubKey : registry;
        return Convert.ToBase64String(Encoding.UTF8.GetBytes(json.ToJsonString())).Replace('+', '-').Replace('/', '_');
    }
}
