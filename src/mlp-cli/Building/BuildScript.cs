using System.Text;
using System.Xml.Linq;

namespace Mlp.Cli.Building;

/// <summary>
/// An MSBuild project that does all of a build in one invocation: restoring, compiling, publishing and packing each cost a second
/// when they are started one by one.
/// </summary>
internal static class BuildScript
{
    public const string Target = "Run";

    /// <summary>Builds projects as they are.</summary>
    public static XElement Build(IReadOnlyList<CodeProject> roots) =>
        Script(roots.Select(root => Call(root.File, "Restore")), roots.Select(root => Call(root.File, "Build")));

    /// <summary>Publishes each project to a folder of its own.</summary>
    public static XElement Publish(IReadOnlyList<CodeProject> roots, Func<CodeProject, string> folder) => Script(
        roots.Select(root => Call(root.File, "Restore", root.Portable)),
        roots.Select(root => Call(root.File, "Publish", PublishProperties(root, folder(root)))));

    /// <summary>Publishes each project to a folder of its own, and packs it with those of its references that become packages.</summary>
    public static XElement Release(IReadOnlyList<IReadOnlyList<CodeProject>> closures, Func<CodeProject, string> closureFolder)
    {
        var packed = new HashSet<string>(StringComparer.Ordinal);
        return Script(
            closures.Select(closure => Call(closure[^1].File, "Restore", closure[^1].Portable)),
            closures.SelectMany(closure => Release(closure, closureFolder(closure[^1]), packed)));
    }

    private static IEnumerable<XElement> Release(IReadOnlyList<CodeProject> closure, string folder, HashSet<string> packed)
    {
        var root = closure[^1];

        // The same properties in every call: MSBuild builds a project once for each set of them.
        var properties = new Dictionary<string, string>(root.Portable, StringComparer.Ordinal) { ["PublishDir"] = folder + Path.DirectorySeparatorChar };
        yield return Call(root.File, "Publish", PublishProperties(root, folder));
        foreach (var project in PackageClosure.Of(closure).Where(project => project.IsPackable && packed.Add(project.File)))
        {
            yield return Call(project.File, "Pack", project == root ? properties : new Dictionary<string, string>(StringComparer.Ordinal) { ["PublishDir"] = properties["PublishDir"] });
        }
    }

    private static Dictionary<string, string> PublishProperties(CodeProject root, string folder)
    {
        var properties = new Dictionary<string, string>(root.Portable, StringComparer.Ordinal) { ["PublishDir"] = folder + Path.DirectorySeparatorChar };
        if (root.IsCrossTargeting)
        {
            properties["TargetFramework"] = root.TargetFramework!;
        }

        return properties;
    }

    private static XElement Script(IEnumerable<XElement> restore, IEnumerable<XElement> run) =>
        new("Project", new XElement("Target", new XAttribute("Name", "Restore"), restore), new XElement("Target", new XAttribute("Name", Target), run));

    private static XElement Call(string project, string target, IReadOnlyDictionary<string, string>? properties = null) => new(
        "MSBuild",
        new XAttribute("Projects", Escape(project)),
        new XAttribute("Targets", target),
        properties is { Count: > 0 } ? new XAttribute("Properties", string.Join(';', properties.Select(property => $"{property.Key}={Escape(property.Value)}"))) : null);

    /// <summary>A text in which MSBuild sees no list, property or wildcard.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            _ = "%*?@$();',".Contains(c, StringComparison.Ordinal) ? escaped.Append('%').Append(((int)c).ToString("X2", null)) : escaped.Append(c);
        }

        return escaped.ToString();
    }
}
