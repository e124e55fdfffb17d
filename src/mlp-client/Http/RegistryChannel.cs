using System.Net.Http.Headers;
using System.Reflection;
using System.Text.Json;
using Mlp.Wire;

namespace Mlp;

/// <summary>Sends requests to the registry, again where that is safe, and turns every failure into the one exception.</summary>
internal sealed class RegistryChannel : IDisposable
{
    private const string IdempotencyKey = "Idempotency-Key";
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);
    private static readonly ProductInfoHeaderValue Agent =
        new("mlp-client", typeof(RegistryChannel).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0]);

    private readonly RegistrySocket? _socket;
    private readonly HttpClient _http;
    private readonly TimeSpan _timeout;
    private readonly Lazy<HttpClient> _services = new(() => new(Handler(connect: null), disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan });

    public RegistryChannel(RegistryConnection connection, ClientOptions options, ClientEnvironment environment)
    {
        Connection = connection;
        Retry = new(options.Attempts, options.Clock);
        _timeout = options.Timeout;
        _socket = connection is { Socket: { } path, Connect: null } ? new(path, connection.StartsServer ? new(environment, options.Clock) : null) : null;
#pragma warning disable CA2000 // The client disposes of its handler.
        _http = new(Handler(connection.Connect ?? (_socket is null ? null : _socket.Connect)), disposeHandler: true)
#pragma warning restore CA2000
        {
            BaseAddress = new(connection.Address, "api/v1/"),
            Timeout = Timeout.InfiniteTimeSpan, // Each attempt has its own, by what it carries.
        };
    }

    public RegistryConnection Connection { get; }

    public Retry Retry { get; }

    /// <summary>The time that a transfer of this size may take.</summary>
    public TimeSpan TimeFor(long bytes) => _timeout + TimeSpan.FromSeconds(bytes / 10_000.0);

    /// <summary>Reads JSON, in fewer attempts than usual where that is said.</summary>
    public Task<T> Get<T>(string route, Ct ct, int? attempts = null) => Send<T>(HttpMethod.Get, route, null, ct, attempts);

    public Task<T> Post<T>(string route, object? body, Ct ct) => Send<T>(HttpMethod.Post, route, body, ct);

    /// <summary>Sends JSON and reads JSON. Writes carry a key of their own, so that one that was tried twice is done once.</summary>
    public Task<T> Send<T>(HttpMethod method, string route, object? body, Ct ct, int? attempts = null)
    {
        var retry = attempts is { } most ? Retry with { Attempts = Math.Min(most, Retry.Attempts) } : Retry;
        var key = method == HttpMethod.Get ? null : Guid.NewGuid().ToString("N");
        return retry.Run(
            again => Once(() => Request(method, route, body, key), _timeout, (response, token) => Answers.Read<T>(response, Connection, token), again),
            ct);
    }

    /// <summary>Sends what the registry does anew each time, such as an answer that holds a secret: again only where nothing was done.</summary>
    public Task<T> PostOnce<T>(string route, object? body, Ct ct) => Retry.Run(
        async again =>
        {
            try
            {
                return await Once(() => Request(HttpMethod.Post, route, body), _timeout, (response, token) => Answers.Read<T>(response, Connection, token), again);
            }
            catch (MlpException e) when (e.IsTransient && !e.NothingWasDone)
            {
                throw new MlpException(e.Code, e.Message, e.Value, "look whether it was done before it is done again", e) { Status = e.Status, TraceId = e.TraceId };
            }
        },
        ct);

    /// <summary>Sends what is answered without a body.</summary>
    public Task Send(HttpMethod method, string route, Ct ct)
    {
        var key = Guid.NewGuid().ToString("N");
        return Retry.Run(again => Once(() => Request(method, route, null, key), _timeout, (_, _) => Task.FromResult(true), again), ct);
    }

    /// <summary>Sends once. <paramref name="read"/> belongs to the attempt: an answer that is cut counts as none.</summary>
    public Task<T> Once<T>(Func<HttpRequestMessage> create, TimeSpan timeout, Func<HttpResponseMessage, Ct, Task<T>> read, Ct ct) =>
        Guarded(
            timeout,
            async limited =>
            {
                using var response = await Accepted(create, limited);
                return await read(response, limited);
            },
            ct);

    /// <summary>Sends JSON to a service that the record names. What is not the registry itself does not get its token.</summary>
    public Task<T> AskService<T>(Uri address, byte[] json, Func<Stream, Ct, Task<T>> read, Ct ct) => Guarded(
        _timeout,
        async limited =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(json) { Headers = { ContentType = new("application/json") } } };
            using var response = await (Connection.Address.IsBaseOf(address) ? _http.SendAsync(Signed(request), HttpCompletionOption.ResponseHeadersRead, limited) : _services.Value.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limited));
            if (!response.IsSuccessStatusCode)
            {
                throw await Answers.Failure(response, Connection, limited);
            }

            await using var answer = await response.Content.ReadAsStreamAsync(limited);
            return await read(answer, limited);
        },
        ct);

    /// <summary>Opens an answer whose bytes are read afterwards; the caller disposes of it.</summary>
    public Task<HttpResponseMessage> Open(Func<HttpRequestMessage> create, Ct ct) => Guarded(_timeout, limited => Accepted(create, limited), ct);

    /// <summary>Does something with the network; failures of it become the one exception.</summary>
    public async Task<T> Guarded<T>(TimeSpan timeout, Func<Ct, Task<T>> work, Ct ct)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limited.CancelAfter(timeout);
        try
        {
            return await work(limited.Token);
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw Unreachable($"it did not answer within {timeout.TotalSeconds:0} s", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw e.InnerException as MlpException ?? Unreachable(Reason(e), e);
        }
    }

    /// <summary>The connection failed: nobody is there, or it was cut.</summary>
    public MlpException Unreachable(string reason, Exception cause) => new(
        ClientErrors.Unreachable,
        $"the registry {Connection.Name} cannot be reached: {reason}",
        Connection.Name,
        Connection switch
        {
            { Connect: not null } => "try again; what the registry told on stderr may say more",
            { Socket: not null } => "start it with 'mlp server'",
            _ => "check the address, the network and whether the registry runs",
        },
        cause)
    {
        // A certificate that is refused will be refused again.
        IsTransient = cause is not HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError },
        NothingWasDone = cause is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError },
    };

    /// <summary>A request with a JSON body, if any.</summary>
    public static HttpRequestMessage Request(HttpMethod method, string route, object? body = null, string? key = null)
    {
        var request = new HttpRequestMessage(method, route)
        {
            Content = body is null ? null : Json(body),
        };
        if (key is not null)
        {
            request.Headers.Add(IdempotencyKey, key);
        }

        return request;
    }

    public void Dispose()
    {
        _http.Dispose();
        _socket?.Dispose();
        if (_services.IsValueCreated)
        {
            _services.Value.Dispose();
        }
    }

    private static ByteArrayContent Json(object body) =>
        new(JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), WireJson.Options)) { Headers = { ContentType = new("application/json") } };

    private async Task<HttpResponseMessage> Accepted(Func<HttpRequestMessage> create, Ct ct)
    {
        using var request = Signed(create());
        var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw await Answers.Failure(response, Connection, ct);
        }
    }

    private HttpRequestMessage Signed(HttpRequestMessage request)
    {
        request.Headers.UserAgent.Add(Agent);
        if (Connection.Token is { } token)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return request;
    }

    private static string Reason(Exception failure) => failure.InnerException is { } inner ? $"{failure.Message}: {inner.Message}" : failure.Message;

    // Redirects would carry the token to wherever they point; cookies would be state that nobody sees.
    private static SocketsHttpHandler Handler(Func<Ct, ValueTask<Stream>>? connect) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = connect is null,
        ConnectTimeout = connect is null ? ConnectTimeout : Timeout.InfiniteTimeSpan,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectCallback = connect is null ? null : (_, ct) => connect(ct),
    };
}
