using Mlp.Training.Columns;
using Mlp.Training.Inputs;
using Mlp.Training.Sources;

namespace Mlp.Training.Events;

/// <summary>Which branches of a file the settings choose as features.</summary>
internal static class BranchChoice
{
    private static readonly string[] UsualIdentifier = ["run", "event", "luminosityBlock"];

    /// <summary>The chosen branches, without those that identify an event or hold its label.</summary>
    /// <exception cref="TrainingInputException">The settings name a branch that there is not, or one that holds no numbers.</exception>
    public static IReadOnlyList<EventBranch> Of(IEventSource source, TrainingSettings settings, string? label, IEnumerable<string> newBranches)
    {
        var made = newBranches.ToList();
        var identifier = settings.Identifier ?? UsualIdentifier;
        if (settings.Identifier is not null)
        {
            Demand(source, identifier, "identifier", made, mustHoldNumbers: false);
        }

        Demand(source, settings.SelectedBranches, "selected_branches", made, mustHoldNumbers: true);
        Demand(source, settings.ExcludedBranches, "exclude_branches", made, mustHoldNumbers: false);
        return [.. source.Branches.Where(branch => branch.Name != label
            && !identifier.Contains(branch.Name, StringComparer.Ordinal)
            && (settings.SelectedBranches.Count == 0 || IsAmong(branch.Name, settings.SelectedBranches))
            && !IsAmong(branch.Name, settings.ExcludedBranches))];
    }

    /// <summary>Whether a name is one of the patterns, or begins as one that ends with a star.</summary>
    public static bool IsAmong(string name, IReadOnlyList<string> patterns) =>
        patterns.Any(pattern => pattern.EndsWith('*') ? name.StartsWith(pattern[..^1], StringComparison.Ordinal) : name == pattern);

    private static void Demand(IEventSource source, IReadOnlyList<string> names, string key, List<string> made, bool mustHoldNumbers)
    {
        var known = source.Branches.Select(branch => branch.Name).Concat(made).ToList();
        foreach (var name in names)
        {
            if (known.Exists(branch => IsAmong(branch, [name])))
            {
                continue;
            }

            if (source.Others.TryGetValue(name, out var reason) || source.Others.Keys.Any(other => IsAmong(other, [name])))
            {
                if (mustHoldNumbers)
                {
                    throw new TrainingInputException(source.Name, $"branch '{name}', which '{key}' names, cannot be a feature: {reason ?? "it holds no numbers"}", $"take it out of '{key}'");
                }

                continue;
            }

            throw new TrainingInputException(source.Name, $"there is no branch '{name}', which '{key}' names{Nearest.Hint(name, known.Concat(source.Others.Keys))}", $"correct '{key}' in the parameters");
        }
    }
}
