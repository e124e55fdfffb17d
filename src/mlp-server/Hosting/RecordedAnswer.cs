using System.Text;

namespace Mlp.Server.Hosting;

/// <summary>An answer as it goes out, and as it is kept for repeated requests.</summary>
internal sealed record RecordedAnswer(int Status, string Json) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = Status;
        if (Json.Length == 0)
        {
            return Task.CompletedTask;
        }

        var bytes = Encoding.UTF8.GetBytes(Json);
        httpContext.Response.ContentType = "application/json; charset=utf-8";
        httpContext.Response.ContentLength = bytes.Length;
        return httpContext.Response.Body.WriteAsync(bytes, httpContext.RequestAborted).AsTask();
    }
}
