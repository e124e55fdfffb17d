using Mlp.Training.Columns;
using Mlp.Training.Inputs;
using Mlp.Training.Sources;

namespace Mlp.Training.Events;

/// <summary>What is read from a file and what becomes of it: the features, from its branches and from new ones, and the label.</summary>
internal sealed class FeaturePlan
{
    private readonly int[] _places;
    private readonly int _label;

    private FeaturePlan(IReadOnlyList<EventBranch> features, IReadOnlyList<string> read, int label)
    {
        (Features, Read, _label) = (features, read, label);
        _places = [.. features.Select(feature => Array.IndexOf([.. read], feature.Name))];
    }

    /// <summary>The features: flat ones first, then lists; both by name.</summary>
    public IReadOnlyList<EventBranch> Features { get; }

    /// <summary>The branches that are read from the file.</summary>
    public IReadOnlyList<string> Read { get; }

    /// <exception cref="TrainingInputException">The settings do not fit the file.</exception>
    public static FeaturePlan Of(IEventSource source, TrainingSettings settings, string? label)
    {
        if (label is not null)
        {
            CheckLabel(source, label);
        }

        var features = BranchChoice.Of(source, settings, label, []).OrderBy(branch => branch.IsJagged).ThenBy(branch => branch.Name, StringComparer.Ordinal).ToList();
        if (features.Count == 0)
        {
            throw new TrainingInputException(source.Name, "no branch is left as a feature", "select others, or exclude fewer");
        }

        var read = features.Select(feature => feature.Name).ToList();
        if (label is not null)
        {
            read.Add(label);
        }

        return new(features, read, label is null ? -1 : read.Count - 1);
    }

    /// <summary>Computes what is new, and finds the events that pass. The answer lives as long as the batch, and until the next call.</summary>
    public SelectedEvents Select(EventBatch batch) =>
        new(batch, [.. _places.Select(place => batch.Columns[place])], _label < 0 ? null : batch.Columns[_label], null);

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
