namespace Mlp.Cli.Commands;

/// <summary>Whether a version may stand behind a name.</summary>
internal enum VersionRule
{
    Allowed,
    Needed,
    Refused,
}
