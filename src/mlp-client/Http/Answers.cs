using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Mlp.Wire;

namespace Mlp;

/// <summary>Reads what the registry answers: records, or a problem that becomes the exception.</summary>
internal static class Answers
{
    private const int LongestProblem = 1 << 20;

    // A newer registry may say more than this client knows.
    private static readonly JsonSerializerOptions Json = new(WireJson.Options) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip };

    public static async Task<T> Read<T>(HttpResponseMessage response, RegistryConnection connection, Ct ct)
    {
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(ct);
            return await JsonSerializer.DeserializeAsync<T>(body, Json, ct) ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            throw NotARegistry(response, connection, e);
        }
    }

    /// <summary>What the answer says went wrong.</summary>
    public static async Task<MlpException> Failure(HttpResponseMessage response, RegistryConnection connection, Ct ct)
    {
        if (response.StatusCode is >= HttpStatusCode.Moved and < HttpStatusCode.BadRequest and not HttpStatusCode.NotModified)
        {
            return Redirected(response, connection);
        }

        var problem = await Problem(response, ct);
        return problem is null
            ? Foreign(response, connection)
            : new(problem.Code, problem.Detail, problem.Value, problem.Remedy)
            {
                Status = (int)response.StatusCode,
                TraceId = problem.TraceId,
                Choices = problem.Code is "MLP4001" ? [.. (problem.Value ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries)] : [],
                IsTransient = IsTransient(response.StatusCode),
                NothingWasDone = response.StatusCode is HttpStatusCode.TooManyRequests,
                RetryAfter = RetryAfter(response.Headers.RetryAfter),
            };
    }

    private static async Task<Problem?> Problem(HttpResponseMessage response, Ct ct)
    {
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json")
        {
            return null;
        }

        try
        {
            await response.Content.LoadIntoBufferAsync(LongestProblem, ct);
            return JsonSerializer.Deserialize<Problem>(await response.Content.ReadAsByteArrayAsync(ct), Json);
        }
        catch (JsonException)
        {
            return null; // It is told by its status alone, as an answer of something else than a registry.
        }
    }

    // No problem document: HEAD, which has no body, or something between here and the registry.
    private static MlpException Foreign(HttpResponseMessage response, RegistryConnection connection)
    {
        var status = (int)response.StatusCode;
        var isGateway = response.StatusCode is HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;
        return new(
            isGateway ? ClientErrors.Unreachable : ClientErrors.NotARegistry,
            $"{connection.Name} answered {status} ({response.ReasonPhrase}) to {response.RequestMessage?.Method} {response.RequestMessage?.RequestUri?.AbsolutePath}",
            connection.Name,
            isGateway ? "try again later; whatever stands before the registry does not reach it" : "check the registry's address and what stands before it")
        {
            Status = status,
            IsTransient = IsTransient(response.StatusCode),
            RetryAfter = RetryAfter(response.Headers.RetryAfter),
        };
    }

    private static MlpException Redirected(HttpResponseMessage response, RegistryConnection connection)
    {
        var target = response.Headers.Location is { IsAbsoluteUri: true } location ? $"{location.Scheme}://{location.Authority}" : "another path";
        return new(
            ClientErrors.Redirected,
            $"{connection.Name} redirects to {target}; the token is not sent there",
            target,
            "set the registry's address to where it really is")
        {
            Status = (int)response.StatusCode,
        };
    }

    private static MlpException NotARegistry(HttpResponseMessage response, RegistryConnection connection, Exception cause) => new(
        ClientErrors.NotARegistry,
        $"what {connection.Name} answered to {response.RequestMessage?.RequestUri?.AbsolutePath} is not what a registry answers",
        connection.Name,
        "check the registry's address, and whether client and registry are of versions that fit",
        cause)
    {
        Status = (int)response.StatusCode,
    };

    private static bool IsTransient(HttpStatusCode status) => status
        is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests
        or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    private static TimeSpan? RetryAfter(RetryConditionHeaderValue? header) => header switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - DateTimeOffset.UtcNow is var wait && wait > TimeSpan.Zero ? wait : TimeSpan.Zero,
        _ => null,
    };
}
