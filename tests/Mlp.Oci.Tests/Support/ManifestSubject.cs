using System.Text.Json;

namespace Mlp.Oci.Tests.Support;

internal static class ManifestSubject
{
    public static string? Of(byte[] manifest)
    {
        using var json = JsonDocument.Parse(manifest);
        return json.RootElement.TryGetProperty("subject", out var subject) ? subject.GetProperty("digest").GetString() : null;
    }
}
