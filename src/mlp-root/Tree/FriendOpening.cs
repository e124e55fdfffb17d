namespace Mlp.Root;

/// <summary>Finds the trees that stand beside one.</summary>
internal static class FriendOpening
{
    /// <summary>Opens what a tree calls a friend. Whatever is wrong with it leaves the tree as it is.</summary>
    public static OpenedFriend Open(RootTree tree, FriendTree friend)
    {
        try
        {
            return Open(friend, TreeOf(tree, friend));
        }
        catch (Exception e) when (OtherFile.Problem(e) is not null)
        {
            return new(friend, OtherFile.Problem(e)!);
        }
    }

    private static OpenedFriend Open(FriendTree friend, RootTree found) => found.IsIndexed
        ? new(friend, $"the entries of '{found.Path}' in {found.File.Name} are found by an index (BuildIndex) over their values, not by their numbers; indexes are not read")
        : new(friend, found);

    private static RootTree TreeOf(RootTree tree, FriendTree friend)
    {
        var isHere = friend.FileName.Length == 0;
        var file = isHere ? tree.File : tree.File.Beside(friend.FileName);
        return file.Tree(friend.TreeName) ?? (isHere ? file.Tree(tree.Path[..^tree.Name.Length] + friend.TreeName) : null)
            ?? throw new RootFormatException(file.Name, 0, $"there is no tree '{friend.TreeName}'; there are: {string.Join(", ", file.Trees.Select(other => other.Path))}");
    }
}
