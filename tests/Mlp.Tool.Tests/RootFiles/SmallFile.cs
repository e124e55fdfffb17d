using Mlp.Root;

namespace Mlp.Tool.Tests.RootFiles;

/// <summary>A ROOT file of a few entries, whose values a reader of the tests can see.</summary>
internal static class SmallFile
{
    private static readonly DateTimeOffset Time = new(2020, 2, 2, 2, 2, 2, TimeSpan.Zero);

    /// <summary>Four entries in each tree; energies may be replaced.</summary>
    public static void Write(string path, IReadOnlyList<string>? trees = null, float[]? energies = null, IReadOnlyList<FriendTree>? friends = null)
    {
        using var file = RootWriter.Create(path, RootCompression.Zlib, Time);
        foreach (var name in trees ?? ["events"])
        {
            var tree = file.Tree(name, "what happened");
            foreach (var friend in friends ?? [])
            {
                tree.Friend(friend.TreeName, friend.FileName, friend.Alias);
            }

            tree.Flat<ulong>("id").Append([1, 2, 3, ulong.MaxValue]);
            tree.Flat<float>("energy").Append(energies ?? [0.1f, float.NaN, float.NegativeInfinity, 2]);
            tree.Flat<bool>("good").Append([true, false, true, true]);
            var count = tree.Counter("n");
            var hits = count.Counted<short>("hits");
            count.Append([0, 2, 1, 7]);
            hits.Append([5, -5, 3, 1, 2, 3, 4, 5, 6, 7]);
        }

        file.Complete();
    }
}
