using System.Net;

namespace Mlp.Oci;

/// <summary>One registry: sends requests with the right credentials, follows what may be followed, and tries again what may pass.</summary>
internal sealed class RegistryHost(string name, Uri address, HttpClient http, RegistryOptions options, RegistryAuthentication authentication)
{
    private const int MostRedirects = 5;

    public string Name { get; } = name;

    public RegistryOptions Options { get; } = options;

    public Retry Retry { get; } = new(options.Attempts, options.FirstDelay, options.Clock);

    public BlobKnowledge Blobs { get; } = new();

    /// <summary>Whether it takes a small blob with the first request; unknown until tried.</summary>
    public bool? TakesBlobsAtOnce { get; set; }

    /// <summary>How many blobs travel at once.</summary>
    public SemaphoreSlim Transfers { get; } = new(options.ParallelTransfers);

    public Uri Address(string path) => new(address, path);

    /// <summary>What a registry calls the next step of an upload. One that lies behind a proxy may not know that it is spoken to with encryption.</summary>
    public Uri Resolve(Uri asked, Uri location)
    {
        var next = new Uri(asked, location);
        if (next.Scheme == Uri.UriSchemeHttp && asked.Scheme == Uri.UriSchemeHttps)
        {
            next = next.Host == asked.Host
                ? new UriBuilder(next) { Scheme = Uri.UriSchemeHttps, Port = asked.Port }.Uri
                : throw new OciException(OciErrors.Redirected, $"the registry {Name} leads to a place without encryption", RegistryAnswers.Shown(next), "ask who runs the registry");
        }

        return next;
    }

    /// <summary>Sends, again and again where it may help. The answer is not yet read.</summary>
    public Task<HttpResponseMessage> Send(RegistryRequest request, Ct ct) => Retry.Run(c => SendOnce(request, c), ct);

    /// <summary>Sends, once for each way to say who we are. An answer that may pass is an error; any other is the caller's.</summary>
    public async Task<HttpResponseMessage> SendOnce(RegistryRequest request, Ct ct)
    {
        for (var tried = 1; ; tried++)
        {
            var authorization = await authentication.For(request.Scope, ct);
            var response = await Exchange(request, authorization, ct);
            if (response.StatusCode == HttpStatusCode.Unauthorized && tried <= 2 && authentication.Learn(response, request.Scope, authorization))
            {
                response.Dispose();
                continue;
            }

            if (MayPass(response))
            {
                using (response)
                {
                    throw await RegistryAnswers.Error(response, $"{request.Method} {RegistryAnswers.Shown(request.Address)}", ct);
                }
            }

            return response;
        }
    }

    private async Task<HttpResponseMessage> Exchange(RegistryRequest request, Authorization? authorization, Ct ct)
    {
        var at = request.Address;
        for (var followed = 0; ; followed++)
        {
            var response = await Exchange(request with { Address = at }, IsOurs(at) ? authorization : null, at, ct);
            if (!IsRedirect(response))
            {
                return response;
            }

            using (response)
            {
                at = Next(request, at, response.Headers.Location, followed);
            }
        }
    }

    private async Task<HttpResponseMessage> Exchange(RegistryRequest request, Authorization? authorization, Uri at, Ct ct)
    {
        using var patience = new Patience(Options.Patience, ct);
        using var message = request.ToMessage(patience);
        message.Headers.Authorization = authorization?.Header;
        try
        {
            return await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, patience.Token);
        }
        catch (Exception) when (message.Content is UploadContent { SourceFailure: { } failure })
        {
            throw failure;
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && patience.IsOver))
        {
            throw Unreachable(at, e);
        }
    }

    private OciException Unreachable(Uri at, Exception e)
    {
        var why = e is OperationCanceledException ? $"nothing moved for {Options.Patience.TotalSeconds:0} s" : (e.InnerException ?? e).Message;
        var isFinal = e is HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError };
        return new(OciErrors.Unreachable, $"the registry {Name} cannot be reached: {why}", RegistryAnswers.Shown(at),
            address.Scheme == Uri.UriSchemeHttps ? "check the name, the network, and whether the registry speaks https" : "check the name and the network")
        {
            IsTransient = !isFinal,
        };
    }

    private static bool MayPass(HttpResponseMessage response) =>
        response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError;

    private static bool IsRedirect(HttpResponseMessage response) => response.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found
        or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect && response.Headers.Location is not null;

    private Uri Next(RegistryRequest request, Uri at, Uri? location, int followed)
    {
        var next = new Uri(at, location!);
        if (request.Method != HttpMethod.Get && request.Method != HttpMethod.Head)
        {
            throw Refused("redirects what is sent to it", next, "name the registry by the address it redirects to");
        }

        if (followed >= MostRedirects)
        {
            throw Refused($"redirects more than {MostRedirects} times", next, "ask who runs the registry");
        }

        var isAllowed = next.Scheme == Uri.UriSchemeHttps
            || (next.Scheme == Uri.UriSchemeHttp && address.Scheme == Uri.UriSchemeHttp && at.Scheme == Uri.UriSchemeHttp);
        return isAllowed ? next : throw Refused("redirects to a place without encryption", next, "ask who runs the registry");
    }

    private OciException Refused(string what, Uri to, string remedy) => new(OciErrors.Redirected, $"the registry {Name} {what}", RegistryAnswers.Shown(to), remedy);

    // Credentials go nowhere else: not to another host, port or scheme.
    private bool IsOurs(Uri at) => at.Scheme == address.Scheme && at.Host == address.Host && at.Port == address.Port;
}
