namespace Mlp.Cli.Git;

/// <summary>What a commit holds: the ids of its folders, files and submodules.</summary>
internal sealed class CommitTree
{
    private readonly Dictionary<string, string> _ids;
    private readonly HashSet<string> _submodules;

    private CommitTree(Dictionary<string, string> ids, HashSet<string> submodules) => (_ids, _submodules) = (ids, submodules);

    /// <summary>
    /// The id of a path from the top, with slashes: a folder's tree, a file's blob, a submodule's commit. What lies inside a submodule has
    /// the submodule's commit, which settles it. Null where the commit has no such path.
    /// </summary>
    public string? IdOf(string path)
    {
        var wanted = path is "." ? "" : path.TrimEnd('/');
        if (_ids.TryGetValue(wanted, out var id))
        {
            return id;
        }

        var submodule = _submodules.FirstOrDefault(folder => wanted.StartsWith(folder + "/", StringComparison.Ordinal));
        return submodule is null ? null : _ids[submodule];
    }

    /// <summary>Reads <c>git ls-tree -r -t -z --full-tree</c> of the commit.</summary>
    public static CommitTree Parse(Commit commit, string listing)
    {
        var ids = new Dictionary<string, string>(StringComparer.Ordinal) { [""] = commit.Tree };
        var submodules = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in listing.Split('\0', StringSplitOptions.RemoveEmptyEntries))
        {
            var tab = line.IndexOf('\t', StringComparison.Ordinal);
            if (tab < 0 || line[..tab].Split(' ') is not [_, var kind, var id])
            {
                throw GitErrors.Unreadable("ls-tree", line);
            }

            ids[line[(tab + 1)..]] = id;
            if (kind == "commit")
            {
                submodules.Add(line[(tab + 1)..]);
            }
        }

        return new(ids, submodules);
    }
}
