namespace Mlp.Server.Access;

/// <summary>Roles as they are written.</summary>
internal static class RoleText
{
    public const string Accepted = "reader, publisher, deployer or admin";

    public static string Of(Role role) => role switch
    {
        Role.Reader => "reader",
        Role.Publisher => "publisher",
        Role.Deployer => "deployer",
        Role.Admin => "admin",
        _ => throw new ArgumentOutOfRangeException(nameof(role)),
    };

    public static Role? TryParse(string text) => text switch
    {
        "reader" => Role.Reader,
        "publisher" => Role.Publisher,
        "deployer" => Role.Deployer,
        "admin" => Role.Admin,
        _ => null,
    };
}
