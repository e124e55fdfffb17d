namespace Mlp.Root;

internal static class BranchDecoders
{
    public static Decoder Find(BranchDescription branch, IReadOnlyList<string> parents, DecoderFactory classes)
    {
        if (branch.BranchClass is "TBranchElement" or "TBranchObject")
        {
            return new ElementBranches(classes).Find(branch, parents);
        }

        return branch.Leaves.Count switch
        {
            0 => new UnknownDecoder("the branch has no leaf"),
            1 => branch.Leaves[0].Decoder,
            _ => new LeavesDecoder(branch.Leaves),
        };
    }

    /// <summary>The type that the file declares, where no decoder has a name for it.</summary>
    public static string DeclaredType(BranchDescription branch, IReadOnlyList<string> parents, DecoderFactory classes) =>
        branch.BranchClass is "TBranchElement" or "TBranchObject" ? new ElementBranches(classes).DeclaredType(branch, parents)
        : branch.Leaves.Count > 1 ? $"{{{string.Join(", ", branch.Leaves.Select(leaf => $"{TypeNames.Of(leaf.Decoder) ?? leaf.ClassName} {leaf.Name}"))}}}"
        : branch.Leaves.Count == 1 ? branch.Leaves[0].ClassName
        : branch.ClassName;
}
