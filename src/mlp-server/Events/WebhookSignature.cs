using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Mlp.Server.Events;

/// <summary>Proves to a receiver that a body comes from here, and when: <c>t=seconds,v1=HMAC-SHA256 of "seconds.body"</c>.</summary>
internal static class WebhookSignature
{
    public static string Of(string secret, DateTimeOffset time, string body)
    {
        var seconds = time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{seconds}.{body}"));
        return $"t={seconds},v1={Convert.ToHexStringLower(hash)}";
    }
}
