using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Mlp.Root;

namespace Mlp.Cli.RootFiles;

/// <summary>Entries as rows.</summary>
internal sealed class EntryRows(RootTree tree, IReadOnlyList<RootBranch> branches)
{
    private readonly Dictionary<string, string> _unreadable = new(StringComparer.Ordinal);

    public RootTree Tree => tree;

    /// <summary>Whether a branch that cannot be read ends it all, as one that was asked for should.</summary>
    public bool FailsOnUnreadable { get; init; }

    /// <summary>The branches that could not be read, with the reason; their values are null.</summary>
    public IReadOnlyDictionary<string, string> Unreadable => _unreadable;

    public async IAsyncEnumerable<EntryRow> Read(EntryRange range, [EnumeratorCancellation] Ct ct)
    {
        await foreach (var step in tree.Read(branches, range, ct: ct))
        {
            using (step)
            {
                Note(step);
                for (var i = 0; i < step.Count; i++)
                {
                    yield return new(step.First + i, [.. step.Columns.Select(column => column.Column is { } values ? ValueJson.Of(values[i]) : null)]);
                }
            }
        }
    }

    /// <summary>A row with the names of its branches.</summary>
    public JsonObject Named(EntryRow row)
    {
        var named = new JsonObject();
        for (var i = 0; i < branches.Count; i++)
        {
            named[branches[i].ShortName()] = row.Values[i];
        }

        return named;
    }

    private void Note(TreeStep step)
    {
        foreach (var column in step.Columns)
        {
            if (column is { Error: { } error, Branch: var branch })
            {
                _unreadable[branch.ShortName()] = FailsOnUnreadable ? throw RootErrors.NotReadable(branch.ShortName(), error.Fact) : branch.Unreadable ?? error.Fact;
            }
        }
    }
}

/// <summary>An entry of a tree, and its values of the branches that were asked for.</summary>
internal sealed record EntryRow(long Entry, JsonNode?[] Values);
