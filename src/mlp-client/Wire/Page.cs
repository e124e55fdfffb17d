namespace Mlp.Wire;

/// <summary>Some of a list, and where the rest begins.</summary>
/// <param name="Items">In the list's order.</param>
/// <param name="Next">Ask again with <c>after</c> set to this for what follows; null at the end.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);
