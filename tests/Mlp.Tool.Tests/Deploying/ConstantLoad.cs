using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Mlp.Tool.Tests.Deploying;

/// <summary>Callers that ask without a pause, and remember every answer that was not one.</summary>
internal sealed class ConstantLoad : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<string> _failures = [];
    private readonly HttpClient _http;
    private readonly List<Task> _callers;
    private long _answers;

    public ConstantLoad(string socket, string path, string input, int callers = 8)
        : this(ThroughSocket(socket), path, input, callers)
    {
    }

    /// <param name="http">Ends with the load.</param>
    public ConstantLoad(HttpClient http, string path, string input, int callers)
    {
        _http = http;
        _callers = [.. Enumerable.Range(0, callers).Select(_ => Task.Run(() => Ask(path, input)))];
    }

    public long Answers => Interlocked.Read(ref _answers);

    public IReadOnlyList<string> Failures
    {
        get
        {
            lock (_failures)
            {
                return [.. _failures];
            }
        }
    }

    public static HttpClient ThroughSocket(string socket) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, ct) =>
        {
            var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), ct);
            return new NetworkStream(connection, ownsSocket: true);
        },
    })
    {
        BaseAddress = new("http://localhost/"),
    };

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_callers);
        _http.Dispose();
        _stop.Dispose();
    }

    private async Task Ask(string path, string input)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var body = new StringContent(input, Encoding.UTF8, "application/json");
                using var answer = await _http.PostAsync(new Uri(path, UriKind.Relative), body);
                if (answer.StatusCode != HttpStatusCode.OK)
                {
                    Fail($"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
                }

                Interlocked.Increment(ref _answers);
            }
            catch (HttpRequestException e)
            {
                Fail(e.ToString());
            }
        }
    }

    private void Fail(string what)
    {
        lock (_failures)
        {
            _failures.Add(what);
        }
    }
}
