using Microsoft.AspNetCore.Http.Features;

namespace Mlp.Server.Hosting;

/// <summary>
/// Refuses addresses and headers that are too long in the registry's own form. The server beneath would answer with a bare
/// status, so that its limits are twice as high.
/// </summary>
internal sealed class HeadLimitMiddleware(RequestDelegate next)
{
    public const int LongestAddress = 8 << 10;
    public const int LargestHeaders = 32 << 10;
    public const int MostHeaders = 100;

    public Task InvokeAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpRequestFeature>()!.RawTarget.Length > LongestAddress)
        {
            throw new Refusal(ErrorCode.AddressTooLong, $"an address has at most {LongestAddress} bytes", remedy: "ask for less at once: fewer conditions, or shorter ones");
        }

        var headers = context.Request.Headers;
        if (headers.Count > MostHeaders || SizeOf(headers) > LargestHeaders)
        {
            throw new Refusal(ErrorCode.HeadersTooLarge, $"a request has at most {MostHeaders} headers, and {LargestHeaders} bytes of them", remedy: "leave out headers that the registry does not need, such as cookies of others");
        }

        return next(context);
    }

    private static int SizeOf(IHeaderDictionary headers)
    {
        var size = 0;
        foreach (var (name, values) in headers)
        {
            foreach (var value in values)
            {
                size += name.Length + (value?.Length ?? 0) + 4;
            }
        }

        return size;
    }
}
