using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Mlp.Oci;

/// <summary>A Docker Engine, spoken to over its Unix socket.</summary>
public sealed class DockerClient : IDisposable
{
    /// <summary>Where an engine listens if nothing else is said.</summary>
    public const string DefaultSocket = "/var/run/docker.sock";

    private const int LargestMessage = 1 << 20;
    private readonly string _socket;
    private readonly HttpClient _http;
    private readonly EngineHttp _calls;

    /// <summary>Makes a client; nothing is connected yet.</summary>
    public DockerClient(string socket = DefaultSocket)
    {
        _socket = socket;
        _http = NewClient(socket);
        _calls = new(socket, _http);
        (Images, Containers) = (new(_calls), new(_calls));
    }

    /// <summary>The images that the engine has.</summary>
    public EngineImages Images { get; }

    /// <summary>The engine's containers.</summary>
    public EngineContainers Containers { get; }

    /// <summary>An HTTP client whose every connection goes to a socket; addresses begin with <c>http://docker/</c>.</summary>
    [SuppressMessage("Reliability", "CA2000", Justification = "The client owns its connections.")]
    public static HttpClient NewClient(string socket) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, ct) => await Connect(socket, ct),
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
    })
    {
        BaseAddress = new("http://docker/"),
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Loads an image, for this machine's platform; what the engine says of it comes back.</summary>
    /// <param name="image">The image.</param>
    /// <param name="names">What it is to be called there, with tags.</param>
    public Task<string> Load(Image image, IReadOnlyList<ImageReference> names, Ct ct) => Load(image, Platform.OfThisMachine, names, ct);

    /// <summary>Loads an image for one of its platforms.</summary>
    /// <inheritdoc cref="Load(Image, IReadOnlyList{ImageReference}, Ct)"/>
    public async Task<string> Load(Image image, Platform platform, IReadOnlyList<ImageReference> names, Ct ct)
    {
        await _calls.Greet(ct);
        using var content = new ArchiveContent(image, platform, names);
        using var request = new HttpRequestMessage(HttpMethod.Post, "images/load?quiet=1") { Content = content };
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            return await Read(response, ct);
        }
        catch (Exception) when (content.Failure is { } failure)
        {
            throw failure;
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new OciException(OciErrors.EngineUnreachable, $"the Docker Engine at '{_socket}' cannot be reached: {(e.InnerException ?? e).Message}", _socket,
                "check that it runs, that this is its socket, and that you may use it", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    [SuppressMessage("Reliability", "CA2000", Justification = "The stream owns the socket.")]
    private static async Task<Stream> Connect(string path, Ct ct)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // The engine answers 200 before it has read everything, and says what went wrong as one of its messages.
    private static async Task<string> Read(HttpResponseMessage response, Ct ct)
    {
        var bytes = await RegistryAnswers.ReadBounded(response, LargestMessage, "the engine's answer", ct);
        var said = new List<string>();
        foreach (var message in Messages(bytes))
        {
            if ((Text(message, "error") ?? Text(message, "message")) is { } error)
            {
                throw Refused(error, response.StatusCode);
            }

            said.Add(Text(message, "stream") ?? "");
        }

        return response.StatusCode == HttpStatusCode.OK ? string.Concat(said).Trim() : throw Refused($"status {(int)response.StatusCode}", response.StatusCode);
    }

    private static IEnumerable<JsonElement> Messages(byte[] bytes)
    {
        foreach (var line in System.Text.Encoding.UTF8.GetString(bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            JsonElement message;
            try
            {
                message = JsonElement.Parse(line);
            }
            catch (JsonException)
            {
                throw Refused($"an answer that is no JSON: {line}", null);
            }

            yield return message;
        }
    }

    private static string? Text(JsonElement message, string name) =>
        message.ValueKind == JsonValueKind.Object && message.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static OciException Refused(string said, HttpStatusCode? status) =>
        new(OciErrors.EngineRefused, $"the Docker Engine refuses the image: {said}", null, "do what the engine says") { Status = status };

    /// <summary>The archive, written while it is sent.</summary>
    private sealed class ArchiveContent : HttpContent
    {
        private readonly Image _image;
        private readonly Platform _platform;
        private readonly IReadOnlyList<ImageReference> _names;

        public ArchiveContent(Image image, Platform platform, IReadOnlyList<ImageReference> names)
        {
            (_image, _platform, _names) = (image, platform, names);
            Headers.ContentType = new("application/x-tar");
        }

        public OciException? Failure { get; private set; }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, Ct.None);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, Ct cancellationToken)
        {
            try
            {
                await DockerArchive.Write(_image, _platform, _names, stream, cancellationToken);
            }
            catch (OciException e)
            {
                Failure = e;
                throw;
            }
        }
    }
}
