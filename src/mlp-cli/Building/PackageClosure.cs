namespace Mlp.Cli.Building;

/// <summary>Which of the projects that another references become packages with it.</summary>
internal static class PackageClosure
{
    /// <summary>Those whose packages the last one's package asks for, directly or through others, and the last one; in the closure's order.</summary>
    public static IReadOnlyList<CodeProject> Of(IReadOnlyList<CodeProject> closure)
    {
        var needed = new HashSet<string>(StringComparer.Ordinal) { closure[^1].File };
        foreach (var project in closure.Reverse().Where(project => needed.Contains(project.File)))
        {
            needed.UnionWith(project.References.Where(reference => reference.InPackage).Select(reference => reference.File));
        }

        return [.. closure.Where(project => needed.Contains(project.File))];
    }
}
