using System.Text.RegularExpressions;

namespace Mlp.Server.Hosting;

/// <summary>What is wrong with a request that the framework could not read.</summary>
internal static partial class RequestFaults
{
    public static Refusal Explain(BadHttpRequestException fault) => fault.StatusCode switch
    {
        StatusCodes.Status413PayloadTooLarge => TooLarge(Limit().Match(fault.Message).Groups["bytes"].Value),
        StatusCodes.Status415UnsupportedMediaType => new(ErrorCode.UnsupportedMediaType, "the body is not of a type that the route reads", remedy: "send application/json"),
        StatusCodes.Status408RequestTimeout => TooSlow(),
        _ when Unbound().Match(fault.Message) is { Success: true } unbound =>
            new(ErrorCode.InvalidValue, $"'{unbound.Groups["name"].Value}' has a value that it cannot have", unbound.Groups["value"].Value, "the types are listed at /swagger"),
        _ when Missing().Match(fault.Message) is { Success: true } missing =>
            new(ErrorCode.MalformedRequest, missing.Groups["source"].Value == "body" ? "the request has no body" : $"'{missing.Groups["name"].Value}' is missing", missing.Groups["name"].Value, "the parameters are listed at /swagger"),
        _ when fault.Message.Contains("no body was provided", StringComparison.Ordinal) => new(ErrorCode.MalformedRequest, "the request has no body", remedy: "send a JSON body"),
        _ => new(ErrorCode.MalformedRequest, "the request is not understood", remedy: "send well-formed HTTP with the whole body"),
    };

    public static Refusal TooSlow() => new(ErrorCode.BodyTooSlow, "the body came too slowly", remedy: "send it faster, or in parts, by an upload");

    public static Refusal TooLarge(string limit) => new(
        ErrorCode.BodyTooLarge, limit.Length == 0 ? "the body is too large" : $"this route takes bodies of up to {limit} bytes", limit.Length == 0 ? null : limit,
        "send less; content goes to /api/v1/uploads, and the operator sets its limit with --max-blob-bytes");

    [GeneratedRegex("size is (?<bytes>[0-9]+) bytes", RegexOptions.CultureInvariant)]
    private static partial Regex Limit();

    [GeneratedRegex("""^Failed to bind parameter "\S+ (?<name>\w+)" from "(?<value>.*)"\.$""", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Unbound();

    [GeneratedRegex("""^Required parameter "\S+ (?<name>\w+)" was not provided from (?<source>\w+)""", RegexOptions.CultureInvariant)]
    private static partial Regex Missing();
}
