namespace Mlp.Training.Columns;

/// <summary>What a source says of a branch before anything is read.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsJagged">Whether an event has a list of values, and not one.</param>
/// <param name="IsLogical">Whether the values are true and false, as 1 and 0.</param>
internal sealed record EventBranch(string Name, bool IsJagged, bool IsLogical = false);
