namespace Mlp.Server;

/// <summary>The stable codes of errors; each has an entry in docs/errors.md.</summary>
internal sealed record ErrorCode(string Code, int Status, string Title)
{
    // 1xxx: the request itself.
    public static readonly ErrorCode MalformedRequest = new("MLP1001", 400, "The request is malformed");
    public static readonly ErrorCode InvalidName = new("MLP1002", 400, "The name is not allowed");
    public static readonly ErrorCode InvalidVersion = new("MLP1003", 400, "The version is not allowed");
    public static readonly ErrorCode InvalidDigest = new("MLP1004", 400, "The digest is not allowed");
    public static readonly ErrorCode InvalidValue = new("MLP1005", 400, "A value is not allowed");
    public static readonly ErrorCode InvalidProject = new("MLP1006", 400, "The project id is not allowed");
    public static readonly ErrorCode NotFound = new("MLP1007", 404, "There is no such thing");
    public static readonly ErrorCode NoSuchRoute = new("MLP1008", 404, "There is no such route");
    public static readonly ErrorCode MethodNotAllowed = new("MLP1009", 405, "The route does not know this method");
    public static readonly ErrorCode UnsupportedMediaType = new("MLP1010", 415, "The content type is not understood");
    public static readonly ErrorCode BodyTooLarge = new("MLP1011", 413, "The body is too large");
    public static readonly ErrorCode KeyReused = new("MLP1012", 422, "The idempotency key was used for another request");
    public static readonly ErrorCode RangeNotSatisfiable = new("MLP1013", 416, "The range lies outside the content");
    public static readonly ErrorCode BodyTooSlow = new("MLP1014", 408, "The body came too slowly");
    public static readonly ErrorCode AddressTooLong = new("MLP1015", 414, "The address is too long");
    public static readonly ErrorCode HeadersTooLarge = new("MLP1016", 431, "The headers are too large");

    // 2xxx: access.
    public static readonly ErrorCode TokenMissing = new("MLP2001", 401, "A token is needed");
    public static readonly ErrorCode TokenInvalid = new("MLP2002", 401, "The token is not accepted");
    public static readonly ErrorCode RoleTooLow = new("MLP2003", 403, "The token's role does not allow this");
    public static readonly ErrorCode WrongProject = new("MLP2004", 403, "The token is for another project");
    public static readonly ErrorCode HostRefused = new("MLP2005", 403, "The host or origin is not accepted");
    public static readonly ErrorCode TooManyRequests = new("MLP2006", 429, "Too many requests");

    // 3xxx: releases and ownership.
    public static readonly ErrorCode TagMoved = new("MLP3001", 409, "The tag or version belongs to another commit");
    public static readonly ErrorCode NameOwned = new("MLP3002", 403, "The name belongs to another project");
    public static readonly ErrorCode ReleaseNotOpen = new("MLP3003", 409, "The release is not open");
    public static readonly ErrorCode BundleMissing = new("MLP3004", 409, "The bundle was not uploaded");
    public static readonly ErrorCode TagNotVersion = new("MLP3005", 400, "The tag is not a version");
    public static readonly ErrorCode StepProvedOtherwise = new("MLP3006", 409, "The step was finished with another digest");
    public static readonly ErrorCode ContentChanged = new("MLP3007", 409, "The same commit came with other content");
    public static readonly ErrorCode ReleaseNotRegistered = new("MLP3008", 409, "The release is not registered");
    public static readonly ErrorCode InheritChanged = new("MLP3009", 409, "The release was opened to inherit otherwise");

    // 4xxx: parameters and compatibility.
    public static readonly ErrorCode Ambiguous = new("MLP4001", 409, "The next version is ambiguous");
    public static readonly ErrorCode VersionExists = new("MLP4002", 409, "The version exists");
    public static readonly ErrorCode ContentMissing = new("MLP4003", 409, "The content was not uploaded");
    public static readonly ErrorCode InvalidArchive = new("MLP4004", 422, "The archive is not acceptable");
    public static readonly ErrorCode NotCompatible = new("MLP4005", 404, "Nothing compatible");
    public static readonly ErrorCode DigestMismatch = new("MLP4006", 422, "The content has another digest");
    public static readonly ErrorCode UploadUnknown = new("MLP4007", 404, "There is no such upload");
    public static readonly ErrorCode UploadOffset = new("MLP4008", 409, "The upload is at another offset");
    public static readonly ErrorCode UploadBusy = new("MLP4009", 409, "The upload is being written by another request");

    // 5xxx: the server.
    public static readonly ErrorCode Internal = new("MLP5001", 500, "The registry failed");
    public static readonly ErrorCode Unavailable = new("MLP5002", 503, "The registry is not ready");
    public static readonly ErrorCode StorageFailed = new("MLP5003", 503, "The storage does not answer");

    // 51xx: what the registry itself serves.
    public static readonly ErrorCode TargetNotServed = new("MLP5101", 409, "The registry does not roll out to this target");
    public static readonly ErrorCode NotStandalone = new("MLP5102", 409, "The model is not standalone");
    public static readonly ErrorCode NoSuchService = new("MLP5103", 404, "Nothing serves this pair");
    public static readonly ErrorCode ServiceNotReady = new("MLP5104", 503, "The model is not ready");
    public static readonly ErrorCode ServiceLost = new("MLP5105", 502, "The model's process went away");
}
