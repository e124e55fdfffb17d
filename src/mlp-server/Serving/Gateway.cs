using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Mlp.Server.Access;
using Mlp.Server.Hosting;

namespace Mlp.Server.Serving;

/// <summary>
/// Passes requests on to the model that serves a pair, and answers back, as they come: nothing is held. Which process that is may change between two
/// requests; one that is on its way is finished where it began.
/// </summary>
internal static class Gateway
{
    private const string Route = "/serve/{type}/{parameters}/{**rest}";

    private const int MostAttempts = 3;
    private static readonly TimeSpan UntilItIsKnown = TimeSpan.FromSeconds(1);

    // What belongs to one connection, not to the request; and what the model has no business to see.
    private static readonly HashSet<string> NotPassedOn = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Proxy-Connection", "Proxy-Authenticate", "Proxy-Authorization", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "Host", "Authorization", "Cookie",
    };

    public static void Map(WebApplication app) =>
        app.Map(Route, (RequestDelegate)Pass).Require(Role.Reader).WithMetadata(new AnyQuery()).AllowBodiesUpTo(long.MaxValue).WithSummary("Passes a request on to the model that serves a pair").ExcludeFromDescription();

    private static async Task Pass(HttpContext context)
    {
        var (pair, rest) = (PairOf(context.Request), $"/{context.Request.RouteValues["rest"]}");
        var backends = context.RequestServices.GetRequiredService<Backends>();
        context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = null;
        for (var attempt = 1; ; attempt++)
        {
            var backend = await backends.Enter(pair, context.RequestAborted) ?? throw NoSuchService(pair);
            try
            {
                await Pass(context, pair, rest, backend);
                return;
            }
            catch (HttpRequestException e) when (!context.Response.HasStarted)
            {
                // It ended a moment ago. Until that is known, whoever asks again would find it once more.
                await Task.WhenAny(backend.Retired, Task.Delay(UntilItIsKnown, context.RequestAborted));
                if (e.HttpRequestError != HttpRequestError.ConnectionError || attempt == MostAttempts)
                {
                    throw new Refusal(ErrorCode.ServiceLost, $"the process of '{pair}' ended, or did not answer: {e.HttpRequestError}", pair.ToString(), "try again; it is being started again. Its log says why it ended");
                }

                // Nothing of the request was sent: whoever comes next may have it.
            }
            finally
            {
                backend.Leave();
            }
        }
    }

    private static async Task Pass(HttpContext context, ServedPair pair, string rest, Backend backend)
    {
        using var request = Request(context, pair, rest, backend);
        using var response = await backend.Send(request, context.RequestAborted);
        context.Response.StatusCode = (int)response.StatusCode;
        CopyHeaders(response, context.Response.Headers);
        await response.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    private static HttpRequestMessage Request(HttpContext context, ServedPair pair, string rest, Backend backend)
    {
        var address = new UriBuilder("http", "model") { Path = rest, Query = context.Request.QueryString.Value };
        var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), address.Uri);
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true)
        {
            request.Content = new StreamContent(context.Request.Body);
        }

        foreach (var (name, values) in context.Request.Headers)
        {
            if (!NotPassedOn.Contains(name) && !request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
            }
        }

        request.Headers.TryAddWithoutValidation("X-Forwarded-Prefix", $"/serve/{pair}");
        if (backend.Token is { } token)
        {
            request.Headers.Authorization = new("Bearer", token);
        }

        return request;
    }

    private static void CopyHeaders(HttpResponseMessage response, IHeaderDictionary headers)
    {
        foreach (var (name, values) in response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated))
        {
            if (!NotPassedOn.Contains(name))
            {
                headers[name] = new StringValues([.. values]);
            }
        }
    }

    private static ServedPair PairOf(HttpRequest request) =>
        new(Input.Name($"{request.RouteValues["type"]}").Text, Input.Name($"{request.RouteValues["parameters"]}").Text);

    private static Refusal NoSuchService(ServedPair pair) =>
        new(ErrorCode.NoSuchService, $"nothing serves '{pair}' here", pair.ToString(), "deploy it: mlp deploy; 'mlp status' lists what serves");
}
