using Microsoft.AspNetCore.Http.Features;
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
    private const int LargestUnasked = 64 << 10;
    private static readonly TimeSpan UntilItIsKnown = TimeSpan.FromSeconds(1);

    public static void Map(WebApplication app) =>
        app.Map(Route, (RequestDelegate)Pass).Require(Role.Reader).WithMetadata(new AnyQuery(), new AskedOften()).AllowBodiesUpTo(long.MaxValue).WithSummary("Passes a request on to the model that serves a pair").ExcludeFromDescription();

    private static async Task Pass(HttpContext context)
    {
        var pair = PairOf(context.Request);
        var target = PassedOnAddress.Of(context, pair);
        var backends = context.RequestServices.GetRequiredService<Backends>();
        context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = null;
        for (var attempt = 1; ; attempt++)
        {
            var backend = await backends.Enter(pair, context.RequestAborted) ?? throw NoSuchService(pair);
            try
            {
                await Pass(context, pair, target, backend);
                return;
            }
            catch (HttpRequestException e) when (!context.Response.HasStarted)
            {
                ThrowIfTheCallersFault(e);

                // It ended a moment ago. Until that is known, whoever asks again would find it once more.
                await Task.WhenAny(backend.Retired, Task.Delay(UntilItIsKnown, context.RequestAborted));
                if (e.HttpRequestError != HttpRequestError.ConnectionError || attempt == MostAttempts)
                {
                    throw new Refusal(ErrorCode.ServiceLost, backend.Retired.IsCompleted ? $"the process of '{pair}' ended" : $"the process of '{pair}' broke off before it had answered", pair.ToString(), "try again; where it has ended it is being started again, and its log says why");
                }

                // Nothing of the request was sent: whoever comes next may have it.
            }
            finally
            {
                backend.Leave();
            }
        }
    }

    private static async Task Pass(HttpContext context, ServedPair pair, Uri target, Backend backend)
    {
        using var request = Request(context, pair, target, backend);
        using var response = await backend.Send(request, context.RequestAborted);
        context.Response.StatusCode = (int)response.StatusCode;
        PassedOnHeaders.Copy(response, context.Response.Headers);
        await response.Content.CopyToAsync(context.Response.Body, context.RequestAborted);

        // An answer without a body is as good as any: it is not ours to explain.
        if (!context.Response.HasStarted)
        {
            await context.Response.StartAsync(context.RequestAborted);
        }
    }

    private static HttpRequestMessage Request(HttpContext context, ServedPair pair, Uri target, Backend backend)
    {
        var request = new HttpRequestMessage(HttpMethod.Parse(context.Request.Method), target);
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true)
        {
            request.Content = new PassedOnBody(context.Request.BodyReader);

            // The answer to a body that is not wanted comes before it is sent; after that there would be nobody to hear it.
            request.Headers.ExpectContinue = context.Request.ContentLength is not <= LargestUnasked;
        }

        PassedOnHeaders.Copy(context.Request.Headers, request);
        request.Headers.TryAddWithoutValidation(PassedOnHeaders.Prefix, $"/serve/{pair}");
        if (backend.Token is { } token)
        {
            request.Headers.Authorization = new("Bearer", token);
        }

        return request;
    }

    // A body that is no HTTP, or comes too slowly, says nothing of the model.
    private static void ThrowIfTheCallersFault(HttpRequestException e)
    {
        if (e.InnerException is BadHttpRequestException fault)
        {
            throw new BadHttpRequestException(fault.Message, fault.StatusCode, fault);
        }
    }

    private static ServedPair PairOf(HttpRequest request) =>
        new(Input.Name($"{request.RouteValues["type"]}").Text, Input.Name($"{request.RouteValues["parameters"]}").Text);

    private static Refusal NoSuchService(ServedPair pair) =>
        new(ErrorCode.NoSuchService, $"nothing serves '{pair}' here", pair.ToString(), "deploy it: mlp deploy; 'mlp status' lists what serves");
}
