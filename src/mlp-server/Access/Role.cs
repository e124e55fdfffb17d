namespace Mlp.Server.Access;

/// <summary>What a caller may do. Publishers and deployers read too; administrators do all.</summary>
internal enum Role
{
    Reader,
    Publisher,
    Deployer,
    Admin,
}
