using System.Runtime.CompilerServices;
using Mlp.Root;
using Mlp.Training.Columns;

namespace Mlp.Training.Sources;

/// <summary>A tree of a ROOT file.</summary>
internal sealed class RootSource : IEventSource
{
    private readonly RootFile _file;
    private readonly RootTree _tree;
    private readonly Dictionary<string, string> _others = new(StringComparer.Ordinal);

    private RootSource(RootFile file, RootTree tree)
    {
        (_file, _tree) = (file, tree);
        var branches = new List<EventBranch>();
        foreach (var branch in tree.Branches)
        {
            // Two branches below different ones may have one name: then each goes by its path.
            var name = ReferenceEquals(tree.Branch(branch.Name), branch) ? branch.Name : branch.Path;
            if (branch.Unreadable is null && branch.NumberType is { } type)
            {
                branches.Add(new(name, branch.HasSeveralNumbers, type == typeof(bool)));
            }
            else
            {
                _others[name] = branch.Unreadable ?? $"its type is {branch.TypeName}, which is not a number or a list of numbers";
            }
        }

        Branches = branches;
    }

    public string Name => _file.Name;

    public IReadOnlyList<EventBranch> Branches { get; }

    public IReadOnlyDictionary<string, string> Others => _others;

    /// <exception cref="TrainingInputException">The file has no such tree.</exception>
    public static async Task<RootSource> Open(string pathOrAddress, string tree, Ct ct)
    {
        var file = await RootFile.OpenAsync(pathOrAddress, ct: ct);
        try
        {
            return new(file, file.Tree(tree) ?? throw new TrainingInputException(
                pathOrAddress, $"there is no tree '{tree}'; the file has: {string.Join(", ", file.Trees.Select(other => other.Path))}", "name one of them as 'branch' in the parameters"));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public async IAsyncEnumerable<EventBatch> Read(IReadOnlyList<string> branches, long stepBytes, [EnumeratorCancellation] Ct ct)
    {
        // Without a branch there is still the number of events.
        var read = branches.Count > 0 ? [.. branches.Select(name => _tree.Branch(name)!)] : _tree.Branches.Take(1).ToList();
        await foreach (var step in _tree.Read(read, options: new ReadOptions { StepBytes = stepBytes }, ct: ct))
        {
            yield return Batch(step, branches.Count);
        }
    }

    public void Dispose() => _file.Dispose();

    private static EventBatch Batch(TreeStep step, int columns)
    {
        var memory = new BatchMemory(step);
        try
        {
            return new(step.Count, [.. Enumerable.Range(0, columns).Select(i => ColumnOf(step[i], step.Count, memory))], memory);
        }
        catch
        {
            memory.Dispose();
            throw;
        }
    }

    private static EventColumn ColumnOf(Column column, int events, BatchMemory memory) => column switch
    {
        NumberColumn numbers => Numbers(numbers, null, memory),
        ListColumn { Items: NumberColumn items } lists => Numbers(items, lists.OffsetsMemory, memory),
        ArrayColumn { Items: NumberColumn items } arrays => Numbers(items, Every(arrays.Size, memory.Offsets(events + 1)), memory),
        _ => throw new InvalidOperationException($"a column of type {column.GetType().Name} has no numbers"),
    };

    private static EventColumn Numbers(NumberColumn numbers, ReadOnlyMemory<int>? offsets, BatchMemory memory)
    {
        switch (numbers)
        {
            case NumberColumn<float> floats:
                return EventColumn.Of(floats.Memory, offsets);
            case NumberColumn<double> doubles:
                return EventColumn.Of(doubles.Memory, offsets);
            default:
                var converted = memory.Numbers(numbers.Count);
                numbers.CopyTo(converted.Span);
                return EventColumn.Of(converted, offsets);
        }
    }

    private static Memory<int> Every(int size, Memory<int> offsets)
    {
        var ends = offsets.Span;
        for (var i = 0; i < ends.Length; i++)
        {
            ends[i] = i * size;
        }

        return offsets;
    }
}
