using Mlp.Server.Access;
using Mlp.Server.Hosting;
using Mlp.Server.Metrics;
using Mlp.Wire;

namespace Mlp.Server.Storage;

/// <summary>Bytes in and out, streamed. What is stored is named by its digest, so that all of these may be repeated.</summary>
internal static class BlobEndpoints
{
    private const string Bytes = "application/octet-stream";

    public static void Map(RouteGroupBuilder api, long maxBytes)
    {
        api.MapMethods("/blobs/{digest}", [HttpMethods.Get, HttpMethods.Head], Get)
            .Require(Role.Reader).Produces(StatusCodes.Status200OK, contentType: Bytes).Produces(StatusCodes.Status206PartialContent, contentType: Bytes).WithSummary("The bytes of a digest, or a range of them");
        api.MapPut("/blobs/{digest}", Put)
            .Require(Role.Publisher).AllowBodiesUpTo(maxBytes).Takes(Bytes).Produces<Blob>().Produces<Blob>(StatusCodes.Status201Created).WithSummary("Stores bytes that have this digest");
    }

    private static async Task<IResult> Get(string digest, IBlobStore blobs, Ct ct)
    {
        var wanted = Input.Digest(digest);
        var length = await blobs.Length(wanted, ct) ?? throw Input.NotFound("blob", digest, "upload it first");
        return new BlobResult(blobs, wanted, new(0, length), Bytes, wanted.Text);
    }

    private static async Task<IResult> Put(string digest, HttpContext context, IBlobStore blobs, UploadStaging staging, ServerSettings settings, RegistryMetrics metrics)
    {
        var (expected, ct) = (Input.Digest(digest), context.RequestAborted);
        if (await blobs.Length(expected, ct) is { } present)
        {
            return TypedResults.Ok(new Blob(expected.Text, present));
        }

        await using var body = new CountedStream(context.Request.Body, metrics.BlobBytesCameIn);
        switch (await staging.Receive(expected, body, settings.MaxBlobBytes, ct))
        {
            case ReceiveOutcome.Received received:
                using (received.File)
                {
                    return await Save(blobs, expected, received.File, ct);
                }

            case ReceiveOutcome.DigestMismatch mismatch:
                throw UploadEndpoints.Mismatch(expected, mismatch.Actual);
            case ReceiveOutcome.TooLarge large:
                throw UploadEndpoints.TooLarge(large.Limit);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    internal static async Task<IResult> Save(IBlobStore blobs, Digest digest, StagedFile file, Ct ct)
    {
        var blob = new Blob(digest.Text, file.Length);
        return await blobs.Save(digest, file, ct) == SaveOutcome.Saved ? TypedResults.Json(blob, WireJson.Options, statusCode: StatusCodes.Status201Created) : TypedResults.Ok(blob);
    }
}
