using System.Data.Common;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Data.Sqlite;
using Mlp.Server.Storage;
using Mlp.Wire;

namespace Mlp.Server.Hosting;

/// <summary>Every error that leaves, in one form. What a failure says of the inside stays in the log, under the trace id.</summary>
internal static class Problems
{
    private const int LongestValue = 200;
    private const int DiskFull = 13;
    private const int DiskFailed = 10;
    private const int FileDamaged = 11;

    // Problems are read by people at a terminal; they are never part of a page.
    private static readonly JsonSerializerOptions Readable = new(WireJson.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly int[] BusyCodes = [5, 6];

    // ENOSPC, EDQUOT and EFBIG; on Windows ERROR_DISK_FULL.
    private static readonly int[] FullDisk = [28, 122, 27, unchecked((int)0x80070070)];

    /// <summary>What to tell of a failure; null where nobody listens any more.</summary>
    public static Refusal Explain(Exception failure) => failure switch
    {
        Refusal refusal => refusal,
        BadHttpRequestException { InnerException: JsonException json } => JsonFaults.Explain(json),
        BadHttpRequestException bad => RequestFaults.Explain(bad),
        JsonException json => JsonFaults.Explain(json),
        SqliteException { SqliteErrorCode: DiskFull } => new(ErrorCode.StorageFailed, "the database's disk is full", remedy: "make room on the registry's disk"),
        SqliteException { SqliteErrorCode: DiskFailed } => new(ErrorCode.StorageFailed, "the database's disk cannot be read or written", remedy: "look at the registry's disk; the log has the reason"),
        SqliteException { SqliteErrorCode: FileDamaged } => new(ErrorCode.StorageFailed, "the database's file is damaged", remedy: "put a copy of it back; the log has the reason"),
        IOException io when FullDisk.Contains(io.HResult) => new(ErrorCode.StorageFailed, "the registry's disk is full", remedy: "make room on the registry's disk"),
        SqliteException busy when BusyCodes.Contains(busy.SqliteErrorCode) => Unavailable(),
        DbException { IsTransient: true } => Unavailable(),
        TimeoutException => Unavailable(),
        StorageUnavailableException => new(ErrorCode.StorageFailed, "the registry's blob storage does not answer, or refuses", remedy: "try again in a while; the operator finds the reason in the log"),
        _ => new(ErrorCode.Internal, "the registry failed; nothing was changed by this request unless a later read shows it", remedy: "try again; if it stays, give the operator the trace id"),
    };

    /// <summary>What to tell where the framework answered with a bare status.</summary>
    public static Refusal? ExplainStatus(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => new(ErrorCode.NoSuchRoute, "there is no such route", context.Request.Path.ToUriComponent(), "the routes are listed at /swagger"),
        StatusCodes.Status405MethodNotAllowed => new(ErrorCode.MethodNotAllowed, $"the route does not know {context.Request.Method}", context.Request.Method, $"use {context.Response.Headers.Allow}"),
        StatusCodes.Status415UnsupportedMediaType => new(ErrorCode.UnsupportedMediaType, "the body is not of a type that the route reads", context.Request.ContentType ?? "", "send application/json"),
        StatusCodes.Status413PayloadTooLarge => RequestFaults.TooLarge($"{context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize}"),
        StatusCodes.Status408RequestTimeout => RequestFaults.TooSlow(),
        >= 400 and < 500 => new(ErrorCode.MalformedRequest, "the request is not understood"),
        _ => null,
    };

    public static async Task Write(HttpContext context, Refusal refusal)
    {
        var code = refusal.Code;
        context.Response.StatusCode = code.Status;
        context.Response.Headers.CacheControl = "no-store";
        if (code.Status == StatusCodes.Status401Unauthorized)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
        }

        if (code.Status is StatusCodes.Status503ServiceUnavailable or StatusCodes.Status429TooManyRequests)
        {
            var seconds = Math.Max(1, Math.Ceiling(refusal.RetryAfter?.TotalSeconds ?? 1));
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        if (refusal.CompleteLength is { } length)
        {
            context.Response.Headers.AcceptRanges = "bytes";
            context.Response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes */{length}");
        }

        var problem = new Problem(
            code.Code, code.Title, code.Status, Printable(refusal.Message), refusal.Value is null ? null : Printable(refusal.Value), refusal.Remedy,
            $"urn:mlp:error:{code.Code}", TraceId(context));
        await context.Response.WriteAsJsonAsync(problem, Readable, "application/problem+json", context.RequestAborted);
    }

    public static string TraceId(HttpContext context) =>
        System.Diagnostics.Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier;

    /// <summary>A value from outside, fit to be shown: not too long, and without characters that would do something to a terminal or a log.</summary>
    public static string Printable(string value)
    {
        var cut = value.Length <= LongestValue ? value : string.Concat(value.AsSpan(0, LongestValue - 1), "…");
        return string.Create(cut.Length, cut, static (shown, text) =>
        {
            for (var i = 0; i < text.Length; i++)
            {
                shown[i] = char.IsControl(text[i]) || char.IsSurrogate(text[i]) || char.GetUnicodeCategory(text[i]) == UnicodeCategory.Format ? '\uFFFD' : text[i];
            }
        });
    }

    private static Refusal Unavailable() => new(ErrorCode.Unavailable, "the database did not answer in time", remedy: "try again in a second");
}
