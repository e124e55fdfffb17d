using Mlp.Wire;

namespace Mlp.Server.Events;

/// <summary>A webhook that was asked for, checked.</summary>
internal sealed class NewWebhook
{
    private const int LongestUrl = 2000;
    private const int ShortestSecret = 16;
    private const int LongestSecret = 256;
    private const int MostKinds = 50;

    private NewWebhook(string url, string secret, IReadOnlyList<string> kinds) => (Url, Secret, Kinds) = (url, secret, kinds);

    public string Url { get; }

    public string Secret { get; }

    public IReadOnlyList<string> Kinds { get; }

    public static NewWebhook Check(CreateWebhook request)
    {
        var kinds = request.Events ?? [];
        if (kinds.Count > MostKinds)
        {
            throw Input.Bad("events", $"{kinds.Count} kinds", $"give at most {MostKinds}, or none for all");
        }

        // The secret is not repeated as the value, right or wrong.
        return request.Secret.Length is >= ShortestSecret and <= LongestSecret
            ? new(Address(request.Url), request.Secret, [.. kinds.Select((kind, index) => KindFilter.Parse(Input.Item(kind, "events", index)).Text).Distinct(StringComparer.Ordinal)])
            : throw Input.Bad("secret", null, $"give {ShortestSecret} to {LongestSecret} characters");
    }

    private static string Address(string text)
    {
        if (text.Length > LongestUrl || !Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.Fragment.Length > 0)
        {
            throw Input.Bad("url", text, "give an http or https address");
        }

        return url.UserInfo.Length == 0
            ? url.AbsoluteUri
            : throw Input.Bad("url", url.GetComponents(UriComponents.AbsoluteUri & ~UriComponents.UserInfo, UriFormat.UriEscaped), "leave user and password out; the receiver checks the signature");
    }
}
