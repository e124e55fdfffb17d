using System.Diagnostics.CodeAnalysis;

namespace Mlp.Server.Hosting;

/// <summary>Turns whatever goes wrong behind it into a problem, and logs what only the operator may know.</summary>
internal sealed class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> log)
{
    // What nginx made customary for a caller that went away; nobody receives it, the log shows it.
    private const int CallerGone = 499;

    [SuppressMessage("Design", "CA1031", Justification = "The one place where every failure of a request ends.")]
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            if (!context.Response.HasStarted && IsBare(context.Response) && Problems.ExplainStatus(context) is { } refusal)
            {
                await Problems.Write(context, refusal);
            }
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            context.Response.StatusCode = context.Response.HasStarted ? context.Response.StatusCode : CallerGone;
        }
        catch (Exception e)
        {
            await Answer(context, e);
        }
    }

    private async Task Answer(HttpContext context, Exception failure)
    {
        var refusal = Problems.Explain(failure);
        if (refusal.Code.Status >= 500)
        {
            log.LogError(failure, "{Method} {Path} failed; trace {TraceId}", context.Request.Method, context.Request.Path.ToUriComponent(), Problems.TraceId(context));
        }

        if (context.Response.HasStarted)
        {
            // A cut connection is the only way left to say that the answer is not whole.
            context.Abort();
            return;
        }

        context.Response.Clear();
        await Problems.Write(context, refusal);
    }

    private static bool IsBare(HttpResponse response) => response is { StatusCode: >= 400, ContentLength: null or 0, ContentType: null };
}
