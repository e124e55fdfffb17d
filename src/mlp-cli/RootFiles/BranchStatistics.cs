using Mlp.Root;

namespace Mlp.Cli.RootFiles;

/// <summary>The statistics of a branch: of each number that an entry has, if it has several of different names.</summary>
internal sealed class BranchStatistics(RootBranch branch)
{
    private readonly Dictionary<string, Statistics> _parts = new(StringComparer.Ordinal);
    private bool _hasOthers;

    public RootBranch Branch { get; } = branch;

    /// <summary>Why the branch cannot be read, or not all of it.</summary>
    public string? Unreadable { get; private set; } = branch.Unreadable;

    /// <summary>What else than numbers it holds.</summary>
    public string? Remark => Unreadable ?? (!_hasOthers ? null : _parts.Count == 0 ? "no numbers" : "not all of it is numbers");

    public IEnumerable<(string Name, Statistics? Statistics)> Parts =>
        _parts.Count == 0 ? [(Branch.ShortName(), null)] : _parts.Select(part => (Branch.ShortName() + part.Key, (Statistics?)part.Value));

    public void Add(BranchColumn column)
    {
        if (column.Error is { } error)
        {
            Unreadable = error.Fact;
        }
        else
        {
            Add(column.Demand(), "");
        }
    }

    private void Add(Column column, string name)
    {
        switch (column)
        {
            case ListColumn list:
                Add(list.Items, name);
                break;
            case ArrayColumn array:
                Add(array.Items, name);
                break;
            case RecordColumn record:
                record.Members.ToList().ForEach(member => Add(member.Value, $"{name}.{member.Key}"));
                break;
            case NumberColumn numbers:
                Known(numbers, name).Add(numbers);
                break;
            default:
                _hasOthers = true;
                break;
        }
    }

    private Statistics Known(NumberColumn column, string name)
    {
        if (!_parts.TryGetValue(name, out var known))
        {
            _parts.Add(name, known = Statistics.For(column));
        }

        return known;
    }
}
