using Mlp.Training.Columns;
using Mlp.Training.Expressions;
using Mlp.Training.Inputs;

namespace Mlp.Training.Preprocessing;

/// <summary>Fits rules to a source's branches: what is computed from what and in which order.</summary>
internal sealed class PreprocessingCompiler
{
    private readonly PreprocessingRules _rules;
    private readonly Dictionary<string, EventBranch> _branches;
    private readonly HashSet<string> _newNames;

    // Where each branch's column lies while a batch is computed: those that are read first, then the new ones in the file's order.
    private readonly Dictionary<string, int> _slots = new(StringComparer.Ordinal);

    private PreprocessingCompiler(PreprocessingRules rules, IReadOnlyList<EventBranch> sourceBranches)
    {
        _rules = rules;
        _branches = sourceBranches.DistinctBy(branch => branch.Name).ToDictionary(branch => branch.Name, StringComparer.Ordinal);
        _newNames = [.. rules.NewBranches.Select(branch => branch.Name)];
    }

    public static CompiledPreprocessing Compile(PreprocessingRules rules, IReadOnlyList<EventBranch> sourceBranches) =>
        new PreprocessingCompiler(rules, sourceBranches).Whole();

    private CompiledPreprocessing Whole()
    {
        foreach (var branch in _rules.NewBranches)
        {
            CheckNames(branch);
        }

        var definitions = InOrder().Select(branch => (branch.Name, Expression: Define(branch))).ToList();
        var removed = Removed();
        foreach (var branch in _rules.Cuts)
        {
            CheckBranch(branch);
        }

        var conditions = _rules.AllCuts.Select(cut => (cut.Over, Expression: Condition(cut))).ToList();
        var required = definitions.Select(definition => definition.Expression).Concat(conditions.Select(condition => condition.Expression))
            .SelectMany(expression => expression.Names).Where(name => !_newNames.Contains(name)).Distinct().ToArray();
        foreach (var name in required.Concat(_rules.NewBranches.Select(branch => branch.Name)))
        {
            _slots.Add(name, _slots.Count);
        }

        return new(
            required,
            [.. _rules.NewBranches.Select(branch => _branches[branch.Name])],
            removed,
            [.. definitions.Select(definition => new NewColumn(definition.Expression, Slots(definition.Expression), _slots[definition.Name]))],
            [.. conditions.Select(condition => new Condition(condition.Expression, Slots(condition.Expression), condition.Over))]);
    }

    private void CheckNames(NewBranch branch)
    {
        if (_branches.ContainsKey(branch.Name))
        {
            throw branch.Place.Error($"there is a branch '{branch.Name}' already", "give the new branch another name");
        }

        foreach (var name in branch.Definition.Names)
        {
            if (!_branches.ContainsKey(name) && !_newNames.Contains(name))
            {
                throw branch.Definition.Error($"there is no branch '{name}'", Nearest.Remedy(name, Known), name);
            }
        }
    }

    // Each new branch after those that it mentions; else in the file's order.
    private List<NewBranch> InOrder()
    {
        var missing = _rules.NewBranches.ToDictionary(branch => branch.Name, branch => branch.Definition.Names.Count(_newNames.Contains), StringComparer.Ordinal);
        var users = _rules.NewBranches.SelectMany(branch => branch.Definition.Names.Select(name => (name, branch))).ToLookup(use => use.name, use => use.branch);
        var ready = new Queue<NewBranch>(_rules.NewBranches.Where(branch => missing[branch.Name] == 0));
        var order = new List<NewBranch>();
        while (ready.TryDequeue(out var branch))
        {
            order.Add(branch);
            foreach (var user in users[branch.Name])
            {
                if (--missing[user.Name] == 0)
                {
                    ready.Enqueue(user);
                }
            }
        }

        return order.Count == _rules.NewBranches.Count ? order : throw Cycle(missing);
    }

    // Whoever is not in order waits for another one that is not; following them leads round.
    private TrainingInputException Cycle(Dictionary<string, int> missing)
    {
        var waiting = _rules.NewBranches.Where(branch => missing[branch.Name] > 0).ToDictionary(branch => branch.Name, StringComparer.Ordinal);
        var path = new List<string>();
        for (var at = waiting.Values.First(); ; at = waiting[at.Definition.Names.First(waiting.ContainsKey)])
        {
            var begin = path.IndexOf(at.Name);
            path.Add(at.Name);
            if (begin >= 0)
            {
                return at.Definition.Error($"new branches need each other: {string.Join(" → ", path.Skip(begin))},", "define one of them without the others", path[begin + 1]);
            }
        }
    }

    private CompiledExpression Define(NewBranch branch)
    {
        var compiled = branch.Definition.Compile(_branches);
        if (compiled.IsJagged != branch.IsJagged)
        {
            throw branch.IsJagged
                ? branch.Definition.Error($"'{branch.Name}' is declared jagged, but it has one value for each event", "write \"type\": \"flat\"")
                : branch.Definition.Error($"'{branch.Name}' is declared flat, but it has a list of values for each event", "write \"type\": \"jagged\"");
        }

        _branches.Add(branch.Name, new(branch.Name, compiled.IsJagged, compiled.IsLogical));
        return compiled;
    }

    private void CheckBranch(BranchCuts cuts)
    {
        if (!_branches.TryGetValue(cuts.Branch, out var branch))
        {
            throw cuts.Place.Error($"there is no branch '{cuts.Branch}'", Nearest.Remedy(cuts.Branch, Known));
        }

        if (branch.IsJagged != cuts.IsJagged)
        {
            throw branch.IsJagged
                ? cuts.Place.Error($"'{cuts.Branch}' is jagged", "move it to 'jagged_cut'")
                : cuts.Place.Error($"'{cuts.Branch}' is flat", "move it to 'flat_cut'");
        }
    }

    private CompiledExpression Condition(Cut cut)
    {
        var compiled = cut.Condition.Compile(_branches);
        if (!compiled.IsLogical)
        {
            throw cut.Condition.Error("a cut is a number, and neither true nor false,", "compare it with something, such as x != 0");
        }

        if (compiled.IsJagged && cut.Over == CutOver.Event)
        {
            throw cut.Condition.Error("a flat cut has a list of values for each event", "put it under its jagged branch, as a pair with \"all\" or \"any\"");
        }

        return compiled;
    }

    private HashSet<string> Removed()
    {
        var removed = new HashSet<string>(StringComparer.Ordinal);
        removed.UnionWith(_rules.NewBranches.Where(branch => branch.Remove).Select(branch => branch.Name));
        removed.UnionWith(_rules.Cuts.Where(branch => branch.Remove).Select(branch => branch.Branch));
        foreach (var (name, place) in _rules.NewBranches.SelectMany(branch => branch.KeysToRemove))
        {
            if (!_branches.ContainsKey(name))
            {
                throw place.Error($"there is no branch '{name}' to remove", Nearest.Remedy(name, Known));
            }

            removed.Add(name);
        }

        return removed;
    }

    private IEnumerable<string> Known => _branches.Keys.Concat(_newNames);

    private int[] Slots(CompiledExpression expression) => [.. expression.Names.Select(name => _slots[name])];
}
