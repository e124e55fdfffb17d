using Mlp.Root;

namespace Mlp.Cli.RootFiles;

/// <summary>Which trees and branches names mean.</summary>
internal static class RootNames
{
    private const int Suggested = 3;
    private const int Listed = 8;

    /// <summary>The tree of a path; where nothing is said, the only one.</summary>
    public static RootTree ChooseTree(this RootFile file, string? path) => (file.Trees, path) switch
    {
        ([], _) => throw RootErrors.NoTree(file.Name, file.OtherObjects()),
        ([var only], null) => only,
        ({ Count: > Listed } many, null) => throw RootErrors.SeveralTrees(file.Name, [.. many.Take(Listed).Select(tree => tree.Path), $"and {many.Count - Listed} more"]),
        (var several, null) => throw RootErrors.SeveralTrees(file.Name, several.Select(tree => tree.Path)),
        (var trees, _) => file.Tree(path) ?? throw RootErrors.NoSuchTree(path, NameDistance.Closest(path, trees.Select(tree => tree.Path), Suggested)),
    };

    /// <summary>The branches of names or paths.</summary>
    public static IReadOnlyList<RootBranch> ChooseBranches(this RootTree tree, IReadOnlyList<string> names) =>
        [.. names.Select(name =>
            tree.Branch(name)
            ?? tree.Branches.FirstOrDefault(branch => branch.ShortName() == name)
            ?? throw RootErrors.NoSuchBranch(tree.Path, name, NameDistance.Closest(name, tree.AllBranches().Select(ShortName), Suggested), Absent(tree)))];

    /// <summary>Its own branches, and those of its friends.</summary>
    public static IEnumerable<RootBranch> AllBranches(this RootTree tree) => tree.Branches.Concat(tree.OpenFriends().SelectMany(friend => friend.Branches));

    /// <summary>The shortest name that means this branch: branches of split objects may share theirs, and some trees have branches of one path.</summary>
    public static string ShortName(this RootBranch branch) =>
        branch.FriendAlias is not null ? branch.Path
        : ReferenceEquals(branch.Tree.Branch(branch.Name), branch) ? branch.Name
        : ReferenceEquals(branch.Tree.Branch(branch.Path), branch) ? branch.Path
        : $"{branch.Path}#{branch.Tree.Branches.TakeWhile(other => other != branch).Count(other => other.Path == branch.Path) + 1}";

    private static IEnumerable<string> Absent(RootTree tree) =>
        tree.OpenFriends().Where(friend => friend.Problem is not null).Select(friend => $"its friend '{friend.Friend.Alias}' cannot be opened: {friend.Problem}");

    /// <summary>What a file without trees holds instead.</summary>
    public static string OtherObjects(this RootFile file) => file.Keys.Count == 0
        ? "it is empty"
        : $"it holds {string.Join(", ", file.Keys.Take(Listed).Select(key => $"{key.Path} ({key.ClassName})"))}{(file.Keys.Count > Listed ? $" and {file.Keys.Count - Listed} more" : "")}";
}
