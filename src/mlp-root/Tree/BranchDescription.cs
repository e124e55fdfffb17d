namespace Mlp.Root;

/// <summary>TBranch and the classes derived from it, as the tree describes them.</summary>
internal sealed record BranchDescription
{
    public required string Name { get; init; }

    public required string Title { get; init; }

    /// <summary>TBranch, TBranchElement, TBranchObject and so on.</summary>
    public required string BranchClass { get; init; }

    /// <summary>The class whose member or object it holds.</summary>
    public required string ClassName { get; init; }

    public int ClassVersion { get; init; }

    public uint Checksum { get; init; }

    public int Id { get; init; }

    public int Type { get; init; }

    public bool IsVirtual { get; init; }

    public long Entries { get; init; }

    public long Bytes { get; init; }

    public long StoredBytes { get; init; }

    /// <summary>Where its values lie; empty where they lie in the file of the tree.</summary>
    public required string FileName { get; init; }

    public required IReadOnlyList<LeafDescription> Leaves { get; init; }

    public required BasketIndex Baskets { get; init; }

    public required IReadOnlyList<BranchDescription> Branches { get; init; }

    /// <summary>The member's name: what stands behind the last dot, without dimensions.</summary>
    public string LastName => WithoutBrackets(WithoutBrackets(Name).TrimEnd('.').Split('.')[^1]);

    public static string WithoutBrackets(string name) => name.IndexOf('[', StringComparison.Ordinal) is var bracket and >= 0 ? name[..bracket] : name;

    public static BranchDescription From(Value branch) => new()
    {
        Name = branch.TextOf("fName"),
        Title = branch.TextOf("fTitle"),
        BranchClass = branch.ClassName ?? "",
        ClassName = branch.TextOf("fClassName"),
        ClassVersion = branch.Int32Of("fClassVersion"),
        Checksum = unchecked((uint)branch.Int64Of("fCheckSum")),
        Id = branch.Member("fID") is null ? -1 : branch.Int32Of("fID"),
        Type = branch.Int32Of("fType"),
        IsVirtual = branch.ItemsOf("fLeaves").Any(leaf => leaf.Member("fVirtual")?.Number is true),
        Entries = branch.Int64Of("fEntries"),
        Bytes = branch.Int64Of("fTotBytes"),
        StoredBytes = branch.Int64Of("fZipBytes"),
        FileName = branch.TextOf("fFileName"),
        Leaves = [.. branch.ItemsOf("fLeaves").Where(leaf => leaf.Target is not null).Select(LeafDescription.From)],
        Baskets = BasketIndex.From(branch),
        Branches = [.. branch.ItemsOf("fBranches").Where(child => child.Target is not null).Select(From)],
    };
}
