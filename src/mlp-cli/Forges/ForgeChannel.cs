using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Mlp.Cli.Forges;

/// <summary>Requests to a forge's API: tried again after failures that pass, after the waits that it asks for, and never sent anywhere else.</summary>
internal sealed class ForgeChannel(string forge, Uri api, ForgeToken? token, TimeProvider clock) : IDisposable
{
    private const int MostBytes = 8 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestAsked = TimeSpan.FromMinutes(2);
    private static readonly ProductInfoHeaderValue Agent =
        new("mlp", typeof(ForgeChannel).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0]);

    private readonly Retry _retry = new(Attempts: 4, clock);
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(10) })
    {
        Timeout = Patience,
        MaxResponseContentBufferSize = MostBytes,
    };

    /// <summary>Does all of it again after a failure that passes: each time it looks first what is there, so that nothing is made twice.</summary>
    public async Task<T> Repeatedly<T>(Func<Task<T>> work, Ct ct)
    {
        for (var tried = 1; ; tried++)
        {
            try
            {
                return await work();
            }
            catch (PassingFailureException e) when (tried < _retry.Attempts && e.RetryAfter <= LongestAsked)
            {
                await _retry.Wait(tried, e.RetryAfter, ct);
            }
            catch (PassingFailureException e) when (e.RetryAfter > LongestAsked)
            {
                throw ForgeErrors.Limited(forge, clock.GetUtcNow() + e.RetryAfter);
            }
            catch (PassingFailureException e)
            {
                throw ForgeErrors.Unreachable(forge, e.Address, e.Message, e.InnerException);
            }
        }
    }

    /// <summary>What is there; null where nothing is.</summary>
    public async Task<T?> Find<T>(string path, Ct ct)
        where T : class
    {
        using var response = await Send(HttpMethod.Get, At(path), null, ct);
        return response.StatusCode == HttpStatusCode.NotFound ? null : await Read<T>(response, ct);
    }

    /// <summary>All that is listed, page after page.</summary>
    public async IAsyncEnumerable<T> List<T>(string path, [EnumeratorCancellation] Ct ct)
    {
        for (Uri? page = At(path); page is not null;)
        {
            using var response = await Send(HttpMethod.Get, page, null, ct);
            foreach (var each in await Read<T[]>(response, ct))
            {
                yield return each;
            }

            page = Next(page, response);
        }
    }

    public async Task<T> Send<T>(HttpMethod method, string path, object body, Ct ct)
    {
        using var response = await Send(method, At(path), body, ct);
        return await Read<T>(response, ct);
    }

    public void Dispose() => _http.Dispose();

    private Uri At(string path) => new($"{api.AbsoluteUri.TrimEnd('/')}/{path}");

    private async Task<HttpResponseMessage> Send(HttpMethod method, Uri address, object? body, Ct ct)
    {
        using var request = new HttpRequestMessage(method, address) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.UserAgent.Add(Agent);
        request.Headers.Accept.Add(new("application/json"));
        token?.Sign(request);
        if (request.Content is not null)
        {
            await request.Content.LoadIntoBufferAsync(ct); // Some servers take no body of unknown length.
        }

        try
        {
            return Passed(await _http.SendAsync(request, ct), address);
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw new PassingFailureException(address, $"it did not answer within {Patience.TotalSeconds:0} s", TimeSpan.Zero, e);
        }
        catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.SecureConnectionError or HttpRequestError.ConfigurationLimitExceeded)
        {
            throw ForgeErrors.Unreachable(forge, address, Reason(e), e); // A certificate that is refused will be refused again.
        }
        catch (HttpRequestException e)
        {
            throw new PassingFailureException(address, Reason(e), TimeSpan.Zero, e);
        }
    }

    private HttpResponseMessage Passed(HttpResponseMessage response, Uri address)
    {
        var isLimit = response.StatusCode == HttpStatusCode.TooManyRequests || (response.StatusCode == HttpStatusCode.Forbidden && Asked(response) is not null);
        if (!isLimit && response.StatusCode != HttpStatusCode.RequestTimeout && (int)response.StatusCode < 500)
        {
            return response;
        }

        using (response)
        {
            throw new PassingFailureException(address, $"it answered {(int)response.StatusCode}", Asked(response) ?? TimeSpan.Zero);
        }
    }

    /// <summary>How long the forge wants us to wait: it says so in seconds, as a date, or as the moment when a used-up budget is renewed.</summary>
    private TimeSpan? Asked(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => Until(date),
        _ => Number(response, "x-ratelimit-remaining", "ratelimit-remaining") == 0 && Number(response, "x-ratelimit-reset", "ratelimit-reset") is { } seconds and < 253_402_300_800
            ? Until(DateTimeOffset.FromUnixTimeSeconds(seconds))
            : null,
    };

    private TimeSpan Until(DateTimeOffset moment) => moment > clock.GetUtcNow() ? moment - clock.GetUtcNow() : TimeSpan.Zero;

    private static long? Number(HttpResponseMessage response, params string[] headers) => headers
        .Where(response.Headers.Contains)
        .Select(header => long.TryParse(response.Headers.GetValues(header).First(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (long?)null)
        .FirstOrDefault();

    private async Task<T> Read<T>(HttpResponseMessage response, Ct ct)
    {
        var address = response.RequestMessage!.RequestUri!;
        if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
        {
            throw new NotAllowedException((int)response.StatusCode);
        }

        if (!response.IsSuccessStatusCode)
        {
            throw ForgeErrors.Failed(forge, response.RequestMessage.Method, address, (int)response.StatusCode, await Complaint(response, ct));
        }

        try
        {
            return await response.Content.ReadFromJsonAsync<T>(ct) ?? throw new JsonException("it is empty");
        }
        catch (JsonException e)
        {
            throw ForgeErrors.NotUnderstood(forge, address, e);
        }
    }

    // GitLab's 'message' may be a text or an object, GitHub's is a text with 'errors' beside it.
    private static async Task<string?> Complaint(HttpResponseMessage response, Ct ct)
    {
        var text = (await response.Content.ReadAsStringAsync(ct)).ReplaceLineEndings(" ").Trim();
        return text.Length == 0 ? null : text[..Math.Min(text.Length, 300)];
    }

    // The token goes where the API is, and nowhere that a page of it may name.
    private static Uri? Next(Uri page, HttpResponseMessage response) => response.Headers.TryGetValues("Link", out var links)
        ? links.SelectMany(link => link.Split(',')).Select(link => link.Split(';', 2)).Where(link => link.Length == 2 && link[1].Contains("rel=\"next\"", StringComparison.Ordinal))
            .Select(link => Uri.TryCreate(page, link[0].Trim().Trim('<', '>'), out var next) && Uri.Compare(next, page, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0 ? next : null)
            .FirstOrDefault()
        : null;

    private static string Reason(Exception failure) => failure.InnerException is { } inner ? $"{failure.Message}: {inner.Message}" : failure.Message;

    private sealed class PassingFailureException(Uri address, string message, TimeSpan retryAfter, Exception? cause = null) : Exception(message, cause)
    {
        public Uri Address { get; } = address;

        public TimeSpan RetryAfter { get; } = retryAfter;
    }
}

/// <summary>The forge knows who asks, and does not let them.</summary>
internal sealed class NotAllowedException(int status) : Exception($"it answered {status}")
{
    public int Status { get; } = status;
}
