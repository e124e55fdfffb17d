using Mlp.Training.Columns;
using Mlp.Training.Inputs;
using Mlp.Training.Preprocessing;
using Mlp.Training.Sources;

namespace Mlp.Training.Events;

/// <summary>What is read from a file and what becomes of it: the features, from its branches and from new ones, and the label.</summary>
internal sealed class FeaturePlan
{
    private const int MostTold = 5;
    private readonly CompiledPreprocessing _preprocessing;

    // Columns of the batch, then new ones.
    private readonly int[] _places;
    private readonly int _label;

    private FeaturePlan(IReadOnlyList<EventBranch> features, IReadOnlyList<string> read, string? label, CompiledPreprocessing preprocessing)
    {
        (Features, Read, _preprocessing) = (features, read, preprocessing);
        string[] columns = [.. read, .. preprocessing.NewBranches.Select(branch => branch.Name)];
        _places = [.. features.Select(feature => Array.IndexOf(columns, feature.Name))];
        _label = label is null ? -1 : Array.IndexOf(columns, label);
    }

    /// <summary>The features: flat ones first, then lists; both by name.</summary>
    public IReadOnlyList<EventBranch> Features { get; }

    /// <summary>The branches that are read from the file.</summary>
    public IReadOnlyList<string> Read { get; }

    /// <exception cref="TrainingInputException">The settings, or the rules of preprocessing, do not fit the file.</exception>
    public static FeaturePlan Of(IEventSource source, TrainingSettings settings, PreprocessingRules rules, string? label)
    {
        if (label is not null)
        {
            CheckLabel(source, label);
        }

        var preprocessing = rules.Compile(source.Branches);
        var chosen = BranchChoice.Of(source, settings, label, preprocessing.NewBranches.Select(branch => branch.Name));
        var made = preprocessing.NewBranches.Where(branch => !BranchChoice.IsAmong(branch.Name, settings.ExcludedBranches));
        var features = chosen.Concat(made).Where(branch => !preprocessing.Removed.Contains(branch.Name))
            .OrderBy(branch => branch.IsJagged).ThenBy(branch => branch.Name, StringComparer.Ordinal).ToList();
        if (features.Count == 0)
        {
            var others = string.Join(", ", source.Others.Take(MostTold).Select(other => $"'{other.Key}': {other.Value}"));
            throw new TrainingInputException(source.Name, $"no branch is left as a feature{(others.Length > 0 ? $" ({others})" : "")}", "select others, or exclude fewer");
        }

        IEnumerable<string> labels = label is null ? [] : [label];
        var read = features.Select(feature => feature.Name).Except(preprocessing.NewBranches.Select(branch => branch.Name)).Union(preprocessing.RequiredBranches).Union(labels);
        return new(features, [.. read], label, preprocessing);
    }

    /// <summary>What computes new branches and finds the events that pass, batch after batch.</summary>
    public EventSelection Start(string file) => new(_preprocessing.Start(Read, file), _places, _label);

    /// <exception cref="TrainingInputException">The features of another file are others.</exception>
    public void DemandSame(FeaturePlan first, string firstName, string name)
    {
        if (Features.Except(first.Features).FirstOrDefault() is { } more)
        {
            throw Different(more, firstName);
        }

        if (first.Features.Except(Features).FirstOrDefault() is { } less)
        {
            throw Different(less, name);
        }

        TrainingInputException Different(EventBranch branch, string where) => new(
            where, $"has no branch '{branch.Name}' with {(branch.IsJagged ? "a list of numbers" : "a number")} for each event, as {(where == name ? firstName : name)} has it", "select branches that all files have, or exclude it");
    }

    private static void CheckLabel(IEventSource source, string label)
    {
        var branch = source.Branches.FirstOrDefault(branch => branch.Name == label);
        if (branch is null or { IsJagged: true })
        {
            var fact = branch is null ? $"there is no branch '{label}' with labels{Nearest.Hint(label, source.Branches.Select(other => other.Name))}" : $"branch '{label}' has a list of numbers for each event, and not one label";
            throw new TrainingInputException(source.Name, fact, "correct --labels: a label for each file, a file of them, or a branch");
        }
    }
}
