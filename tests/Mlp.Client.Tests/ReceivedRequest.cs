namespace Mlp.ClientTests;

internal sealed record ReceivedRequest(string Method, string Path, string Authorization, string IdempotencyKey, string Range);
