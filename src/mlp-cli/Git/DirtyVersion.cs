namespace Mlp.Cli.Git;

/// <summary>The version of a build from a work tree that no commit holds: a pre-release of the one it was made from.</summary>
internal static class DirtyVersion
{
    private const string Mark = "dirty";

    /// <summary><c>1.2.3-dirty</c> from <c>1.2.3</c>, <c>1.2.3-rc.1.dirty</c> from <c>1.2.3-rc.1</c>.</summary>
    public static TypeVersion Of(TypeVersion version) =>
        TypeVersion.TryParse($"{version}{(version.IsPrerelease ? '.' : '-')}{Mark}") ?? throw GitErrors.TooLongForDirty(version);
}
