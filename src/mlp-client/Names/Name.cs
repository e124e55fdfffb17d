using Mlp.Models;

namespace Mlp;

/// <summary>The name of a model type or of parameters: lower case, digits, and single <c>.</c>, <c>_</c> or <c>-</c> between them.</summary>
public sealed record Name
{
    private Name(string text) => Text = text;

    /// <summary>The name as written.</summary>
    public string Text { get; }

    /// <summary>Reads a name, or answers null where the text is none.</summary>
    public static Name? TryParse(string? text) =>
        text is not null && ModelName.IsValid(text) ? new(text) : null;

    /// <inheritdoc />
    public override string ToString() => Text;
}
