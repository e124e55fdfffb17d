namespace Mlp.Root;

/// <summary>TTree, version 20, with its branches (13) and leaves (1), field by field.</summary>
internal static class TreeObject
{
    public static ReadOnlyMemory<byte> Write(TreeWriter tree, int keyLength)
    {
        var writer = new ObjectWriter(keyLength);
        writer.Versioned(20, into => Members(into, tree));
        return writer.Written;
    }

    private static void Members(ObjectWriter into, TreeWriter tree)
    {
        into.Named(tree.Name, tree.Title);
        into.Versioned(2, line => Colours(line, 602, 1, 1));
        into.Versioned(2, fill => Colours(fill, 0, 1001));
        into.Versioned(2, marker =>
        {
            Colours(marker, 1, 1);
            marker.Single(1);
        });
        into.Int64(tree.Branches.Count > 0 ? tree.Branches[0].Entries : 0);
        into.Int64(tree.Branches.Sum(branch => branch.TotalBytes));
        into.Int64(tree.Branches.Sum(branch => branch.StoredBytes));
        Settings(into);
        into.Array(tree.Branches, (array, branch) => array.Pointer(branch, "TBranch", value => Branch(value, branch)));
        into.Array(tree.Branches, (array, branch) => Leaf(array, branch));
        into.NoPointer();
        into.Int32(0);
        into.Int32(0);
        Index(into, tree);
        Friends(into, tree.Friends);
        into.NoPointer();
        into.NoPointer();
    }

    private static void Index(ObjectWriter into, TreeWriter tree)
    {
        if (tree.Index is { } index)
        {
            into.Pointer(index, "TTreeIndex", index);
        }
        else
        {
            into.NoPointer();
        }
    }

    private static void Friends(ObjectWriter into, List<FriendTree> friends)
    {
        if (friends.Count == 0)
        {
            into.NoPointer();
            return;
        }

        into.Pointer(friends, "TList", list => list.List(friends, (items, friend) => items.Pointer(friend, "TFriendElement", value => value.Versioned(2, members =>
        {
            members.Named(friend.Alias, friend.FileName);
            members.Text(friend.TreeName);
            members.UInt8(0);
        }))));
    }

    // From fSavedBytes to fIOFeatures, as ROOT sets them in a new tree.
    private static void Settings(ObjectWriter into)
    {
        into.Int64(0);
        into.Int64(0);
        into.Double(1);
        into.Int32(0);
        into.Int32(25);
        into.Int32(0);
        into.Int32(1000);
        into.Int32(0);
        into.Int64(1_000_000_000_000);
        into.Int64(1_000_000_000_000);
        into.Int64(0);
        into.Int64(-300_000_000);
        into.Int64(-30_000_000);
        into.Int64(1_000_000);
        into.UInt8(0);
        into.UInt8(0);
        IoFeatures(into);
    }

    private static void Branch(ObjectWriter into, BranchWriter branch) => into.Versioned(13, members =>
    {
        members.Named(branch.Name, $"{LeafTitle(branch)}/{branch.Kind.Code}");
        members.Versioned(2, fill => Colours(fill, 0, 1001));
        members.Int32(101);
        members.Int32(TreeWriter.BasketBytes);
        members.Int32(branch.Counter is null ? 0 : 1000);
        members.Int32(branch.Positions.Count);
        members.Int64(branch.Entries);
        IoFeatures(members);
        members.Int32(0);
        members.Int32(Math.Max(10, branch.Positions.Count + 1));
        members.Int32(0);
        members.Int64(branch.Entries);
        members.Int64(0);
        members.Int64(branch.TotalBytes);
        members.Int64(branch.StoredBytes);
        members.Array<BranchWriter>([], Leaf);
        members.Array([branch], Leaf);
        members.Array<BranchWriter>([], Leaf);
        Baskets(members, branch, Math.Max(10, branch.Positions.Count + 1));
        members.Text(branch.FileName);
    });

    private static void Baskets(ObjectWriter into, BranchWriter branch, int room)
    {
        into.UInt8(1);
        Padded(branch.Sizes.Select(size => (long)size), room, value => into.Int32((int)value));
        into.UInt8(1);
        Padded(branch.Firsts, room, into.Int64);
        into.UInt8(1);
        Padded(branch.Positions, room, into.Int64);
    }

    private static void Padded(IEnumerable<long> values, int room, Action<long> write)
    {
        foreach (var value in values.Concat(Enumerable.Repeat(0L, room)).Take(room))
        {
            write(value);
        }
    }

    private static void Leaf(ObjectWriter into, BranchWriter branch) => into.Pointer(branch.Kind, branch.Kind.ClassName, leaf => leaf.Versioned(1, members =>
    {
        members.Versioned(2, parent => LeafBase(parent, branch));
        Limits(members, branch);
    }));

    private static void LeafBase(ObjectWriter into, BranchWriter branch)
    {
        into.Named(branch.Name, LeafTitle(branch));
        into.Int32(1);
        into.Int32(branch.Kind.Bytes);
        into.Int32(0);
        into.UInt8(branch is CounterWriter ? (byte)1 : (byte)0);
        into.UInt8(branch.Kind.IsUnsigned ? (byte)1 : (byte)0);
        if (branch.Counter is { } counter)
        {
            Leaf(into, counter);
        }
        else
        {
            into.NoPointer();
        }
    }

    // The least and the largest value; readers take room for as many items as a counter's largest.
    private static void Limits(ObjectWriter into, BranchWriter branch)
    {
        into.Bytes(new byte[branch.Kind.Bytes]);
        if (branch is CounterWriter counter)
        {
            into.Int32(counter.Largest);
        }
        else
        {
            into.Bytes(new byte[branch.Kind.Bytes]);
        }
    }

    private static string LeafTitle(BranchWriter branch) => branch.Counter is { } counter ? $"{branch.Name}[{counter.Name}]" : branch.Name;

    // A class without a version: its checksum stands for it.
    private static void IoFeatures(ObjectWriter into) => into.Versioned(0, members =>
    {
        members.UInt32(BuiltInTreeStreamers.IoFeaturesChecksum);
        members.UInt8(0);
    });

    private static void Colours(ObjectWriter into, params ReadOnlySpan<int> values)
    {
        foreach (var value in values)
        {
            into.Int16(value);
        }
    }
}
