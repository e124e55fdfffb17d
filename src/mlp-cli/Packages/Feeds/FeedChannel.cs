using System.Net;
using System.Net.Http.Headers;
using System.Reflection;

namespace Mlp.Cli.Packages;

/// <summary>Sends requests to a feed, again after failures that pass, and shows its credential to nobody else.</summary>
internal sealed class FeedChannel(Uri feed, FeedCredential? credential, TimeProvider clock) : IDisposable
{
    private const int MostRedirects = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(100);
    private static readonly TimeSpan LongestAsked = TimeSpan.FromMinutes(1);
    private static readonly ProductInfoHeaderValue Agent =
        new("mlp", typeof(FeedChannel).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0]);

    private readonly Retry _retry = new(Attempts: 5, clock);
    private readonly HttpClient _http = new(Handler()) { Timeout = Timeout.InfiniteTimeSpan }; // Each attempt has its own, by what it carries.

    /// <summary>Reads from the feed; redirects are followed, from another server without the credential.</summary>
    public Task<T> Get<T>(Uri address, long bytes, Func<HttpResponseMessage, Ct, Task<T>> read, Ct ct) => Repeatedly(
        async limited =>
        {
            using var response = await Follow(address, limited);
            return await read(response, limited);
        },
        bytes,
        ct);

    /// <summary>Sends to the feed. What it carries is for this address alone, so a redirect is an answer.</summary>
    public Task<T> Put<T>(Uri address, long bytes, Func<HttpContent> content, Func<HttpResponseMessage, Ct, Task<T>> read, Ct ct) => Repeatedly(
        async limited =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Put, address) { Content = content() };
            request.Headers.ExpectContinue = true; // A package that is refused is not sent at all.
            request.Headers.Add("X-NuGet-Protocol-Version", "4.1.0"); // nuget.org wants it.
            if (credential is not null && (credential.IsKey || FeedAddress.IsSameServer(feed, address)))
            {
                credential.Sign(request); // The index names where keys go: nuget.org's is on another host.
            }

            using var response = await Send(request, limited);
            return await read(response, limited);
        },
        bytes,
        ct);

    public void Dispose() => _http.Dispose();

    private async Task<T> Repeatedly<T>(Func<Ct, Task<T>> attempt, long bytes, Ct ct)
    {
        for (var tried = 1; ; tried++)
        {
            try
            {
                return await Limited(attempt, Patience + TimeSpan.FromSeconds(bytes / 10_000.0), ct);
            }
            catch (PassingFailureException e) when (tried < _retry.Attempts && e.RetryAfter <= LongestAsked)
            {
                await _retry.Wait(tried, e.RetryAfter, ct);
            }
            catch (PassingFailureException e)
            {
                throw FeedErrors.Unreachable(feed, e.Message, e.InnerException);
            }
        }
    }

    private async Task<T> Limited<T>(Func<Ct, Task<T>> attempt, TimeSpan timeout, Ct ct)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limited.CancelAfter(timeout);
        try
        {
            return await attempt(limited.Token);
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw new PassingFailureException($"it did not answer within {timeout.TotalSeconds:0} s", TimeSpan.Zero, e);
        }
        catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.SecureConnectionError or HttpRequestError.ConfigurationLimitExceeded)
        {
            throw FeedErrors.Unreachable(feed, Reason(e), e); // A certificate that is refused will be refused again.
        }
        catch (Exception e) when (e is HttpRequestException or HttpIOException)
        {
            throw new PassingFailureException(Reason(e), TimeSpan.Zero, e);
        }
    }

    private async Task<HttpResponseMessage> Follow(Uri address, Ct ct)
    {
        for (var redirects = 0; ; redirects++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            if (credential is { IsKey: false } && FeedAddress.IsSameServer(feed, address))
            {
                credential.Sign(request);
            }

            var response = await Send(request, ct);
            if (Target(response, address) is not { } target)
            {
                return response;
            }

            response.Dispose();
            address = redirects < MostRedirects && FeedAddress.MayCarry(feed, target) ? target : throw FeedErrors.Redirected(feed, target);
        }
    }

    private async Task<HttpResponseMessage> Send(HttpRequestMessage request, Ct ct)
    {
        request.Headers.UserAgent.Add(Agent);
        var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        if (response.StatusCode is not (HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests) && (int)response.StatusCode < 500)
        {
            return response;
        }

        using (response)
        {
            throw new PassingFailureException($"it answered {(int)response.StatusCode}", RetryAfter(response.Headers.RetryAfter));
        }
    }

    private static Uri? Target(HttpResponseMessage response, Uri address) =>
        response.StatusCode is >= HttpStatusCode.Moved and < HttpStatusCode.BadRequest and not HttpStatusCode.NotModified && response.Headers.Location is { } location
            ? new(address, location)
            : null;

    private TimeSpan RetryAfter(RetryConditionHeaderValue? header) => header switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > clock.GetUtcNow() => date - clock.GetUtcNow(),
        _ => TimeSpan.Zero,
    };

    private static string Reason(Exception failure) => failure.InnerException is { } inner ? $"{failure.Message}: {inner.Message}" : failure.Message;

    private static SocketsHttpHandler Handler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    };

    private sealed class PassingFailureException(string message, TimeSpan retryAfter, Exception? cause = null) : Exception(message, cause)
    {
        public TimeSpan RetryAfter { get; } = retryAfter;
    }
}
