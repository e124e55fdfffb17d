using Microsoft.AspNetCore.Http;
using Mlp.Wire;

namespace Mlp.ClientTests.Http;

internal static class FaultyAnswers
{
    public static Task Json<T>(this HttpContext context, T answer) => context.Response.WriteAsJsonAsync(answer, WireJson.Options);

    public static Task Identity(this HttpContext context) => context.Json(new Identity("me", "publisher", null));

    public static Task Problem(this HttpContext context, int status, string code, string? value = null)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(
            new Problem(code, "A title", status, "the fact", value, "the remedy", TraceId: "trace"), WireJson.Options, "application/problem+json");
    }

    public static Task Status(this HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    public static Task Cut(this HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }
}
