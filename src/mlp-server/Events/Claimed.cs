namespace Mlp.Server.Events;

/// <summary>What a server that claimed a webhook has to deliver now.</summary>
/// <param name="HasMore">There are events that were not even looked at yet.</param>
internal sealed record Claimed(IReadOnlyList<DueDelivery> Due, bool HasMore);
