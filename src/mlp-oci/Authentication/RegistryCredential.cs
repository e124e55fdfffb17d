namespace Mlp.Oci;

/// <summary>Who we are to one registry. The secret is never shown.</summary>
public sealed class RegistryCredential
{
    private RegistryCredential(string? userName, string secret) => (UserName, Secret) = (userName, secret);

    /// <summary>The user's name; none for an identity token.</summary>
    public string? UserName { get; }

    internal string Secret { get; }

    internal bool IsIdentityToken => UserName is null;

    /// <summary>A user's name and password, or a personal access token in its place.</summary>
    public static RegistryCredential Password(string userName, string password) => new(userName, password);

    /// <summary>A token that the registry's token service exchanges for short-lived ones.</summary>
    public static RegistryCredential IdentityToken(string token) => new(null, token);

    /// <inheritdoc/>
    public override string ToString() => UserName ?? "identity token";
}
