using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Mlp.Server.Access;
using Mlp.Server.Database;
using Mlp.Wire;

namespace Mlp.Server.Hosting;

/// <summary>
/// How routes change the record: in one transaction, in the caller's name. A request with an <c>Idempotency-Key</c> leaves
/// its answer in the same transaction, so that repeating it answers from the record, whatever was lost on the way.
/// </summary>
internal sealed class Changes(Store store, ChangeSignal signal)
{
    private const string Header = "Idempotency-Key";
    private const int LongestKey = 128;
    private static readonly long KeptMilliseconds = (long)TimeSpan.FromHours(24).TotalMilliseconds;
    private static readonly long CleanedEveryMilliseconds = (long)TimeSpan.FromMinutes(10).TotalMilliseconds;
    private long _cleanedAt;

    /// <param name="request">What was asked for beside method, route and query: it tells requests with the same key apart.</param>
    public async Task<IResult> Run<T>(HttpContext context, object request, Func<Session, Task<T>> change, int status = StatusCodes.Status200OK)
    {
        var caller = Caller.Of(context);
        var key = ReadKey(context.Request);
        var answer = key is null
            ? await store.Write(caller.Name, async session => Answer(await change(session), status), context.RequestAborted)
            : await store.Write(caller.Name, session => Once(session, caller.Identity, key, Fingerprint(context.Request, request), change, status), context.RequestAborted);
        signal.Raise();
        return answer;
    }

    /// <summary>For answers that must not be kept, because they hold a secret.</summary>
    public async Task<IResult> RunUnrecorded<T>(HttpContext context, Func<Session, Task<T>> change, int status)
    {
        RefuseKey(context.Request, "this answer holds a secret and is not kept, so that it cannot be repeated");
        var answer = await store.Write(Caller.Of(context).Name, async session => Answer(await change(session), status), context.RequestAborted);
        signal.Raise();
        return answer;
    }

    /// <summary>For routes that answer nothing from the record.</summary>
    public static void RefuseKey(HttpRequest request, string fact)
    {
        if (ReadKey(request) is { } key)
        {
            throw new Refusal(ErrorCode.InvalidValue, fact, key, $"leave out the header {Header}");
        }
    }

    private async Task<RecordedAnswer> Once<T>(Session session, string caller, string key, string fingerprint, Func<Session, Task<T>> change, int status)
    {
        var oldest = session.Now - KeptMilliseconds;
        var recorded = await session.First<IdempotencyRow>("SELECT fingerprint, status, answer FROM idempotency WHERE caller = @caller AND key = @key AND time >= @oldest", new { caller, key, oldest });
        if (recorded is not null)
        {
            return string.Equals(recorded.Fingerprint, fingerprint, StringComparison.Ordinal)
                ? new((int)recorded.Status, recorded.Answer)
                : throw new Refusal(ErrorCode.KeyReused, "the idempotency key was used for another request", key, "use a new key for every new request");
        }

        var answer = Answer(await change(session), status);
        await Clean(session, oldest);
        await session.Execute(
            """
            INSERT INTO idempotency (caller, key, fingerprint, status, answer, time) VALUES (@caller, @key, @fingerprint, @Status, @Json, @Now)
            ON CONFLICT (caller, key) DO UPDATE SET fingerprint = excluded.fingerprint, status = excluded.status, answer = excluded.answer, time = excluded.time
            """,
            new { caller, key, fingerprint, answer.Status, answer.Json, session.Now });
        return answer;
    }

    private async Task Clean(Session session, long oldest)
    {
        if (session.Now - _cleanedAt >= CleanedEveryMilliseconds)
        {
            await session.Execute("DELETE FROM idempotency WHERE time < @oldest", new { oldest });
            _cleanedAt = session.Now;
        }
    }

    private static RecordedAnswer Answer<T>(T answer, int status) =>
        new(status, status == StatusCodes.Status204NoContent ? "" : JsonSerializer.Serialize(answer, WireJson.Options));

    private static string? ReadKey(HttpRequest request)
    {
        if (!request.Headers.TryGetValue(Header, out var values))
        {
            return null;
        }

        return values is [{ Length: >= 1 and <= LongestKey } key] && key.All(c => c is >= ' ' and <= '~')
            ? key
            : throw new Refusal(ErrorCode.InvalidValue, "the idempotency key is not acceptable", values.ToString(), $"send one {Header} of 1 to {LongestKey} printable ASCII characters");
    }

    private static string Fingerprint(HttpRequest request, object body)
    {
        var text = string.Join('\n', request.Method, request.Path.ToUriComponent(), request.QueryString.ToUriComponent(), JsonSerializer.Serialize(body, WireJson.Options));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
