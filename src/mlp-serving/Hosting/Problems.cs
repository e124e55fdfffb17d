using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Mlp.Serving.Json;
using Mlp.Serving.Telemetry;

namespace Mlp.Serving.Hosting;

/// <summary>Every error that leaves, in one form (application/problem+json). What it says of the inside stays in the log.</summary>
internal static class Problems
{
    private const int LongestValue = 200;

    // Read by people at a terminal, never part of a page.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(Exchange exchange, Exception failure)
    {
        if (failure is OperationCanceledException or ConnectionAbortedException or ConnectionResetException || exchange.HasAnswered)
        {
            exchange.Abort(); // Nobody listens any more, or half an answer is out.
            return;
        }

        Write(exchange, Explain(failure));
    }

    public static void Write(Exchange exchange, Refusal refusal)
    {
        var code = refusal.Code;
        var headers = exchange.AnswerHeaders;
        headers.CacheControl = "no-store";
        if (code.Status == 503)
        {
            headers.RetryAfter = "1";
        }
        else if (code.Status == 401)
        {
            headers.WWWAuthenticate = "Bearer";
        }

        exchange.IsLast |= code.Status is 413 or 408;
        var buffer = ByteBuffer.Mine;
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            Write(json, refusal, exchange);
        }

        exchange.Answer(code.Status, "application/problem+json", buffer.Written);
    }

    /// <summary>A text from outside, fit to be shown: not too long, and without characters that would do something to a terminal or a log.</summary>
    public static string Printable(string value)
    {
        var cut = value.Length <= LongestValue ? value : string.Concat(value.AsSpan(0, LongestValue - 1), "…");
        return string.Concat(cut.Select(c => char.IsControl(c) || char.IsSurrogate(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format ? '\uFFFD' : c));
    }

    private static void Write(Utf8JsonWriter json, Refusal refusal, Exchange exchange)
    {
        json.WriteStartObject();
        json.WriteString("type", $"urn:mlp:error:{refusal.Code.Code}");
        json.WriteString("title", refusal.Code.Title);
        json.WriteNumber("status", refusal.Code.Status);
        json.WriteString("code", refusal.Code.Code);
        json.WriteString("detail", Printable(refusal.Message));
        if (refusal.Value is not null)
        {
            json.WriteString("value", Printable(refusal.Value));
        }

        if (refusal.Remedy is not null)
        {
            json.WriteString("remedy", refusal.Remedy);
        }

        json.WriteString("traceId", exchange.TraceId);
        if (exchange.Protocol is Protocol.V2 or Protocol.V1)
        {
            json.WriteString("error", Printable($"{refusal.Code.Code} {refusal.Message}")); // Where clients of these protocols look.
        }

        json.WriteEndObject();
    }

    private static Refusal Explain(Exception failure)
    {
        switch (failure)
        {
            case Refusal refusal:
                return refusal;
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return new(ErrorCode.BodyTooLarge, "the body is larger than this server takes", remedy: "send less at once; the operator sets the limit with --max-body");
            case BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout }:
                return new(ErrorCode.BodyTooSlow, "the body came too slowly", remedy: "send it faster");
            case BadHttpRequestException bad:
                return new(ErrorCode.BodyIncomplete, $"the body cannot be read: {bad.Message}", remedy: "send as many bytes as Content-Length says, or well-formed chunks");
            default:
                Log.Error("a request failed", failure);
                return new(ErrorCode.Internal, "the serving process failed", remedy: "try again; if it stays, give the operator the trace id");
        }
    }
}
