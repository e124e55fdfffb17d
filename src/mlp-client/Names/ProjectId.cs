using System.Text.RegularExpressions;

namespace Mlp;

/// <summary>Which project owns a name: <c>host/path</c> of its repository, with <c>#prefix</c> where tags have one, or <c>local/commit</c>.</summary>
public sealed partial record ProjectId
{
    private const int MaxLength = 512;

    private ProjectId(string text) => Text = text;

    /// <summary>The id as written.</summary>
    public string Text { get; }

    /// <summary>What the project's version tags begin with; empty where they have no prefix.</summary>
    public string TagPrefix => Text.Contains('#', StringComparison.Ordinal) ? Text[(Text.IndexOf('#', StringComparison.Ordinal) + 1)..] : "";

    /// <summary>Known on one machine only: a repository without an origin.</summary>
    public bool IsLocal => Text.StartsWith("local/", StringComparison.Ordinal);

    /// <summary>Reads a project id, or answers null where the text is none.</summary>
    public static ProjectId? TryParse(string? text) =>
        text is { Length: >= 1 and <= MaxLength } && Pattern().IsMatch(text) && !HasForbiddenPart(text) ? new(text) : null;

    /// <summary>Reads a project id that has to be one.</summary>
    /// <exception cref="MlpException">The text is none.</exception>
    public static ProjectId Parse(string text) => TryParse(text)
        ?? throw new MlpException(ClientErrors.InvalidArgument, $"'{text}' is no project id", text, "give host/path of the repository without scheme, user and '.git', with '#prefix' where its tags have a prefix");

    /// <inheritdoc />
    public override string ToString() => Text;

    // Dots alone would walk folders; ".git" would make two ids of one repository.
    private static bool HasForbiddenPart(string text)
    {
        var path = text.Split('#')[0];
        return path.EndsWith(".git", StringComparison.Ordinal) || path.Split('/').Any(part => part is "." or "..");
    }

    [GeneratedRegex(@"^[a-z0-9][a-z0-9.-]*(:[0-9]{1,5})?(/[\p{L}\p{N}._~+-]+)+(#[\p{L}\p{N}._+/-]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
