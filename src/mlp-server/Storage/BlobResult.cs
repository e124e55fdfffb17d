using Microsoft.Net.Http.Headers;
using Mlp.Server.Metrics;

namespace Mlp.Server.Storage;

/// <summary>Answers with a section of stored bytes, or with the range of it that was asked for; streamed, never held.</summary>
internal sealed class BlobResult(IBlobStore blobs, Digest digest, BlobSection section, string contentType, string tag) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (request, response) = (httpContext.Request, httpContext.Response);
        var etag = $"\"{tag}\"";
        response.Headers.ETag = etag;
        response.Headers.AcceptRanges = "bytes";
        response.Headers.CacheControl = "private, max-age=31536000, immutable";
        response.ContentType = contentType;
        if (request.Headers.IfNoneMatch.Contains(etag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var part = AskedFor(request, etag);
        if (part is { } range)
        {
            response.StatusCode = StatusCodes.Status206PartialContent;
            response.Headers.ContentRange = $"bytes {range.Offset}-{range.Offset + range.Length - 1}/{section.Length}";
        }

        await Send(httpContext, part ?? new(0, section.Length));
    }

    private async Task Send(HttpContext context, BlobSection part)
    {
        context.Response.ContentLength = part.Length;
        if (HttpMethods.IsHead(context.Request.Method) || part.Length == 0)
        {
            return;
        }

        await using var content = await blobs.Open(digest, section.Offset + part.Offset, part.Length, context.RequestAborted)
            ?? throw new Refusal(ErrorCode.StorageFailed, $"the content {digest} vanished from the storage", digest.Text, "check the storage; nothing deletes stored content");
        await content.CopyToAsync(context.Response.Body, context.RequestAborted);
        context.RequestServices.GetRequiredService<RegistryMetrics>().BlobBytesWentOut(part.Length);
    }

    // Several ranges at once, and what is no range at all, are answered with the whole, as the protocol allows; of HEAD it demands that.
    private BlobSection? AskedFor(HttpRequest request, string etag)
    {
        if (!HttpMethods.IsGet(request.Method)
            || request.Headers.Range.Count == 0
            || (request.Headers.IfRange is [{ } condition] && condition != etag)
            || !RangeHeaderValue.TryParse(request.Headers.Range.ToString(), out var header)
            || header.Unit != "bytes"
            || header.Ranges is not { Count: 1 })
        {
            return null;
        }

        var range = header.Ranges.Single();
        var first = range.From ?? Math.Max(0, section.Length - range.To!.Value);
        var last = range.From is null ? section.Length - 1 : Math.Min(range.To ?? long.MaxValue, section.Length - 1);
        return first <= last
            ? new(first, last - first + 1)
            : throw new Refusal(ErrorCode.RangeNotSatisfiable, $"the content has {section.Length} bytes", request.Headers.Range.ToString(), "ask for a range within the content") { CompleteLength = section.Length };
    }
}
