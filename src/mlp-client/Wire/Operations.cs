using System.Text.Json;

namespace Mlp.Wire;

/// <summary>One entry of the audit log.</summary>
/// <param name="Id">Grows with every entry; the cursor.</param>
/// <param name="Time">When.</param>
/// <param name="Actor">Who.</param>
/// <param name="Kind">What was done, e.g. <c>parameters-version.created</c>.</param>
/// <param name="Subject">To what, e.g. <c>beam_line_weights@1.2</c>.</param>
/// <param name="Data">The particulars.</param>
public sealed record AuditEvent(long Id, DateTimeOffset Time, string Actor, string Kind, string Subject, JsonElement Data);

/// <summary>Creates a webhook.</summary>
/// <param name="Url">Where events are posted.</param>
/// <param name="Secret">Signs every delivery; at least 16 characters; it is never shown again.</param>
/// <param name="Events">Kinds to deliver, <c>*</c> at the end allowed; none is all. Each has to mean a kind that there is.</param>
public sealed record CreateWebhook(string Url, string Secret, IReadOnlyList<string>? Events = null)
{
    /// <summary>Does not say the secret.</summary>
    public override string ToString() => $"{nameof(CreateWebhook)} {Url}";
}

/// <summary>A webhook.</summary>
public sealed record Webhook(long Id, string Url, IReadOnlyList<string> Events, DateTimeOffset CreatedAt, string CreatedBy);

/// <summary>One delivery of an event to a webhook, with its latest try.</summary>
/// <param name="State"><c>pending</c>, <c>delivered</c> or <c>given-up</c>.</param>
public sealed record WebhookDelivery(
    long Id,
    long EventId,
    string State,
    int Attempts,
    int? StatusCode,
    string? Error,
    DateTimeOffset? LastAttemptAt,
    DateTimeOffset? NextAttemptAt);

/// <summary>Creates a token.</summary>
/// <param name="Name">Who or what uses it; shown in the audit log.</param>
/// <param name="Role"><c>reader</c>, <c>publisher</c>, <c>deployer</c> or <c>admin</c>.</param>
/// <param name="Project">The only project it may write to, if any.</param>
/// <param name="ExpiresAt">When it stops working, if ever.</param>
public sealed record CreateToken(string Name, string Role, string? Project = null, DateTimeOffset? ExpiresAt = null);

/// <summary>A new token; the secret is shown this once.</summary>
public sealed record CreatedToken(string Secret, Token Token)
{
    /// <summary>Does not say the secret.</summary>
    public override string ToString() => $"{nameof(CreatedToken)} {Token}";
}

/// <summary>A token, without its secret.</summary>
public sealed record Token(
    long Id,
    string Name,
    string Role,
    string? Project,
    DateTimeOffset CreatedAt,
    string CreatedBy,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? LastUsedAt,
    DateTimeOffset? RevokedAt);

/// <summary>Lets another project use a name.</summary>
/// <param name="Kind"><c>type</c> or <c>parameters</c>.</param>
/// <param name="Name">The name.</param>
/// <param name="Project">The project that may use it too.</param>
public sealed record Grant(string Kind, string Name, string Project);

/// <summary>The registry that answers.</summary>
/// <param name="Product"><c>mlp</c>.</param>
/// <param name="Version">Its version.</param>
/// <param name="Database">What keeps the record, and for administrators where it is.</param>
/// <param name="Blobs">What keeps the bytes, and for administrators where it is.</param>
/// <param name="MaxBlobBytes">The largest blob that it takes.</param>
public sealed record ServerInfo(string Product, string Version, string Database, string Blobs, long MaxBlobBytes);

/// <summary>Whom the registry takes the caller for.</summary>
public sealed record Identity(string Name, string Role, string? Project);

/// <summary>An error as the registry tells it (RFC 9457, with a stable code).</summary>
/// <param name="Code"><c>MLP</c> and four digits; listed in the documentation of errors.</param>
/// <param name="Title">The kind of error.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">The fact.</param>
/// <param name="Value">The offending value.</param>
/// <param name="Remedy">What to do.</param>
/// <param name="Type">A link to the documentation.</param>
/// <param name="TraceId">Finds the request in the server's log.</param>
public sealed record Problem(string Code, string Title, int Status, string Detail, string? Value, string? Remedy, string? Type = null, string? TraceId = null);
