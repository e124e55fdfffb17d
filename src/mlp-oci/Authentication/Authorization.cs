using System.Net.Http.Headers;

namespace Mlp.Oci;

/// <summary>What a request says of who sends it.</summary>
/// <param name="Header">The header.</param>
/// <param name="Expires">When it is of no use any more.</param>
internal sealed record Authorization(AuthenticationHeaderValue Header, DateTimeOffset Expires)
{
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(5);

    public bool IsFreshAt(DateTimeOffset now) => Expires - Margin > now;
}
