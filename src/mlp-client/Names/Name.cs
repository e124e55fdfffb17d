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

    /// <summary>Reads a name that has to be one.</summary>
    /// <exception cref="MlpException">The text is none.</exception>
    public static Name Parse(string text) => TryParse(text)
        ?? throw new MlpException(ClientErrors.InvalidArgument, $"'{text}' is no name", text, "give lower-case letters and digits with single '.', '_' or '-' between them, a letter first, at most 128 characters");

    /// <inheritdoc />
    public override string ToString() => Text;
}
