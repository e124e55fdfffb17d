using System.Runtime.CompilerServices;

namespace Mlp.Root;

/// <summary>Trees of the same name in several files, read as one. A file is open only while it is read.</summary>
/// <param name="files">Paths or addresses, in the order of the entries.</param>
/// <param name="tree">The tree's path in each file.</param>
public sealed class RootChain(IReadOnlyList<string> files, string tree)
{
    /// <summary>The files, in the order of the entries.</summary>
    public IReadOnlyList<string> Files => files;

    /// <summary>How many entries all files have together. Opens each of them.</summary>
    public async Task<long> CountAsync(Ct ct = default)
    {
        long entries = 0;
        foreach (var name in files)
        {
            using var file = await RootFile.OpenAsync(name, ct: ct);
            entries += TreeOf(file).Entries;
        }

        return entries;
    }

    /// <summary>The values of branches, in steps that are counted over all files. No step holds entries of two files.</summary>
    /// <exception cref="UnknownBranchException">A file has no branch of a name.</exception>
    public async IAsyncEnumerable<TreeStep> Read(
        IReadOnlyList<string> branches, EntryRange? range = null, ReadOptions? options = null, [EnumeratorCancellation] Ct ct = default)
    {
        var (first, end) = range ?? EntryRange.All;
        long before = 0;
        foreach (var name in files)
        {
            if (before >= end)
            {
                yield break;
            }

            using var file = await RootFile.OpenAsync(name, ct: ct);
            var part = TreeOf(file);
            await foreach (var step in part.Read(branches, new EntryRange(Math.Max(0, first - before), Math.Max(0, end - before)), options, ct))
            {
                step.First += before;
                yield return step;
            }

            before += part.Entries;
        }
    }

    private RootTree TreeOf(RootFile file) => file.Tree(tree)
        ?? throw new RootFormatException(file.Name, 0, $"there is no tree '{tree}'; there are: {string.Join(", ", file.Trees.Select(other => other.Path))}");
}
