using System.Globalization;
using Mlp.Server.Access;
using Mlp.Server.Hosting;
using Mlp.Server.Metrics;
using Mlp.Wire;

namespace Mlp.Server.Storage;

/// <summary>Bytes that come in parts, and go on where they stopped.</summary>
internal static class UploadEndpoints
{
    private const string Bytes = "application/octet-stream";

    public static void Map(RouteGroupBuilder api, long maxBytes)
    {
        api.MapPost("/uploads", Begin).Require(Role.Publisher).Produces<Upload>(StatusCodes.Status201Created).WithSummary("Begins an upload in parts");
        api.MapGet("/uploads/{id}", Get).Require(Role.Publisher).WithSummary("Tells how much of an upload arrived");
        api.MapPatch("/uploads/{id}", Append)
            .Require(Role.Publisher).AllowBodiesUpTo(maxBytes).Takes(Bytes).Produces<Upload>().WithSummary("Takes the part of an upload that begins at 'offset'");
        api.MapPost("/uploads/{id}/complete", Complete).Require(Role.Publisher).Produces<Blob>().Produces<Blob>(StatusCodes.Status201Created).WithSummary("Ends an upload: stores it, where it has the digest");
        api.MapDelete("/uploads/{id}", Discard).Require(Role.Publisher).Produces(StatusCodes.Status204NoContent).WithSummary("Drops an upload");
    }

    internal static Refusal Mismatch(Digest expected, Digest actual) =>
        new(ErrorCode.DigestMismatch, $"the bytes have the digest {actual}, not {expected}", actual.Text, "send the bytes again, whole and unchanged");

    internal static Refusal TooLarge(long limit) =>
        new(ErrorCode.BodyTooLarge, $"the registry takes blobs of up to {limit} bytes", limit.ToString(CultureInfo.InvariantCulture), "send less, or ask the operator for a larger --max-blob-bytes");

    private static IResult Begin(UploadStaging staging) =>
        TypedResults.Json(new Upload(staging.Begin().Text, 0), WireJson.Options, statusCode: StatusCodes.Status201Created);

    private static Upload Get(string id, UploadStaging staging)
    {
        var upload = Parse(id);
        return new(id, staging.Offset(upload) ?? throw Unknown(id));
    }

    private static async Task<Upload> Append(string id, long offset, HttpContext context, UploadStaging staging, ServerSettings settings, RegistryMetrics metrics)
    {
        var upload = Parse(id);
        _ = offset >= 0 ? offset : throw Input.Bad("offset", offset.ToString(CultureInfo.InvariantCulture), "give how many bytes of the upload were sent before, 0 at the beginning");
        await using var body = new CountedStream(context.Request.Body, metrics.BlobBytesCameIn);
        return await staging.Append(upload, offset, body, settings.MaxBlobBytes, context.RequestAborted) switch
        {
            AppendOutcome.Appended appended => new(id, appended.Offset),
            AppendOutcome.WrongOffset wrong => throw new Refusal(ErrorCode.UploadOffset, $"the upload is at {wrong.Offset}, not at {offset}", wrong.Offset.ToString(CultureInfo.InvariantCulture), "go on from there"),
            AppendOutcome.TooLarge large => throw TooLarge(large.Limit),
            AppendOutcome.Busy => throw Busy(id),
            _ => throw Unknown(id),
        };
    }

    // After a lost answer the upload is gone and its blob is there: completing it again says so.
    private static async Task<IResult> Complete(string id, CompleteUpload body, IBlobStore blobs, UploadStaging staging, Ct ct)
    {
        var (upload, expected) = (Parse(id), Input.Digest(body.Digest));
        switch (await staging.Complete(upload, expected, ct))
        {
            case CompleteOutcome.Completed completed:
                using (completed.File)
                {
                    return await BlobEndpoints.Save(blobs, expected, completed.File, ct);
                }

            case CompleteOutcome.DigestMismatch mismatch:
                throw Mismatch(expected, mismatch.Actual);
            case CompleteOutcome.Busy:
                throw Busy(id);
            default:
                return TypedResults.Ok(new Blob(expected.Text, await blobs.Length(expected, ct) ?? throw Unknown(id)));
        }
    }

    private static Microsoft.AspNetCore.Http.HttpResults.NoContent Discard(string id, UploadStaging staging)
    {
        var upload = Parse(id);
        return staging.Discard(upload) || staging.Offset(upload) is null ? TypedResults.NoContent() : throw Busy(id);
    }

    private static UploadId Parse(string id) => UploadId.TryParse(id) ?? throw Unknown(id);

    private static Refusal Unknown(string id) => new(ErrorCode.UploadUnknown, "there is no such upload; it was completed, dropped, or left alone too long", id, "begin a new one");

    private static Refusal Busy(string id) => new(ErrorCode.UploadBusy, "another request writes this upload", id, "wait for it, then ask for the offset and go on from there");
}
