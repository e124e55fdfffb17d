namespace Mlp.Root.Tests.Fuzzing;

/// <summary>Reads all that a file holds, as a stranger would who does not know that it is damaged.</summary>
internal static class Walk
{
    /// <returns>How many refusals there were.</returns>
    public static int Through(byte[] bytes)
    {
        var refusals = 0;
        RootFile? file = null;
        Try(() => file = RootFile.Open(new MemoryFile("damaged.root", bytes)));
        Try(() => _ = file?.Keys.Count);
        Try(() => Trees(file));
        file?.Dispose();
        return refusals;

        void Trees(RootFile? opened)
        {
            foreach (var tree in opened?.Trees ?? [])
            {
                Try(() => _ = tree.Branches.Count + tree.Aliases.Count + tree.Friends.Count);
                Try(() => Branches(tree.Branches));
                Try(() => tree.OpenFriends().ToList().ForEach(friend => Branches(friend.Branches)));
            }
        }

        void Branches(IReadOnlyList<RootBranch> branches)
        {
            foreach (var branch in branches)
            {
                Try(() => _ = branch.TypeName + branch.Unreadable);
                Try(() => Read(branch));
            }
        }

        void Try(Action action)
        {
            try
            {
                action();
            }
            catch (RootFormatException e) when (e.File == "damaged.root")
            {
                refusals++;
            }
        }
    }

    private static void Read(RootBranch branch)
    {
        using var reader = new BranchReader(branch);
        for (long first = 0; first < Math.Min(branch.Tree.Entries, 100_000); first += 5_000)
        {
            using var values = reader.Read(first, Math.Min(branch.Tree.Entries, first + 5_000), default);
        }
    }
}
