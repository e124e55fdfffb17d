using Mlp.Training.Expressions;

namespace Mlp.Training.Preprocessing;

/// <summary>What preproc.json says: which branches to make, which events to keep, which branches are no features.</summary>
/// <param name="Text">The file, as it was written.</param>
internal sealed record PreprocessingRules(IReadOnlyList<NewBranch> NewBranches, IReadOnlyList<BranchCuts> Cuts, string Text)
{
    /// <summary>Nothing is made, cut or removed.</summary>
    public static PreprocessingRules None { get; } = new([], [], "");

    /// <summary>Every cut there is, of new branches too.</summary>
    public IEnumerable<Cut> AllCuts => NewBranches.SelectMany(branch => branch.Cuts).Concat(Cuts.SelectMany(branch => branch.Cuts));

    /// <summary>The same new branches and features, and all events.</summary>
    public PreprocessingRules WithoutCuts() => this with
    {
        NewBranches = [.. NewBranches.Select(branch => branch with { Cuts = [] })],
        Cuts = [.. Cuts.Select(branch => branch with { Cuts = [] })],
    };

    /// <summary>Fits the rules to a source's branches; unknown names, types that do not fit and cycles are errors.</summary>
    public CompiledPreprocessing Compile(IReadOnlyList<Columns.EventBranch> sourceBranches) => PreprocessingCompiler.Compile(this, sourceBranches);
}

/// <summary>A branch that is computed.</summary>
/// <param name="Remove">Whether it only serves cuts and other branches, and is no feature.</param>
/// <param name="KeysToRemove">Branches that are no features once this one is made.</param>
/// <param name="Place">Where the file says so.</param>
internal sealed record NewBranch(
    string Name, Expression Definition, bool IsJagged, IReadOnlyList<Cut> Cuts, bool Remove, IReadOnlyList<(string Name, JsonPlace Place)> KeysToRemove, JsonPlace Place);

/// <summary>The cuts filed under a branch that is read.</summary>
/// <param name="Remove">Whether the branch is no feature after the cuts.</param>
internal sealed record BranchCuts(string Branch, bool IsJagged, IReadOnlyList<Cut> Cuts, bool Remove, JsonPlace Place);

/// <summary>A condition that an event has to meet.</summary>
/// <param name="Branch">The branch it is filed under, which it mentions.</param>
internal sealed record Cut(string Branch, Expression Condition, CutOver Over);

/// <summary>What of an event has to meet a condition.</summary>
internal enum CutOver
{
    /// <summary>Its one value.</summary>
    Event,

    /// <summary>Every element of its list; an empty list does.</summary>
    All,

    /// <summary>At least one element of its list; an empty list does not.</summary>
    Any,
}
