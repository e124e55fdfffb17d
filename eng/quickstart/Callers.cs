using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

/// <summary>Applications that ask the model without a pause, and remember every answer that was none.</summary>
internal sealed class Callers : IAsyncDisposable
{
    private const int Number = 4;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _failures = new();
    private readonly ConcurrentDictionary<string, int> _answers = new(StringComparer.Ordinal);
    private readonly HttpClient _http;
    private readonly Task _calling;

    public Callers(Uri url, string token, string input)
    {
        _http = Client(token);
        _calling = Task.WhenAll(Enumerable.Range(0, Number).Select(_ => Task.Run(() => Call(url, input))));
    }

    /// <summary>How often each output was answered.</summary>
    public IReadOnlyDictionary<string, int> Answers => _answers;

    public IReadOnlyCollection<string> Failures => _failures;

    public static HttpClient Client(string token)
    {
        var client = new HttpClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    public static async Task<string> Ask(HttpClient http, Uri url, string input, CancellationToken ct)
    {
        using var body = new StringContent(input, Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(url, body, ct);
        var text = await answer.Content.ReadAsStringAsync(ct);
        return answer.IsSuccessStatusCode ? text.Trim() : throw new HttpRequestException(string.Create(CultureInfo.InvariantCulture, $"{(int)answer.StatusCode}: {text}"));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _calling;
        _http.Dispose();
        _stop.Dispose();
    }

    private async Task Call(Uri url, string input)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                _answers.AddOrUpdate(await Ask(_http, url, input, CancellationToken.None), 1, (_, before) => before + 1);
            }
            catch (HttpRequestException e)
            {
                _failures.Enqueue(e.Message);
            }
        }
    }
}
