using Dapper;

namespace Mlp.Server.Search;

/// <summary>What a text is searched for: its words, all of which must be there, in any order, in upper or lower case.</summary>
internal sealed class SearchWords
{
    private const int LongestText = 256;
    private const int MostWords = 8;
    private readonly IReadOnlyList<string> _patterns;

    private SearchWords(IReadOnlyList<string> patterns) => _patterns = patterns;

    /// <summary>Whatever it is, it fits.</summary>
    public static SearchWords None { get; } = new([]);

    public static SearchWords Parse(string? text)
    {
        if (text is null)
        {
            return None;
        }

        // The longest first: it fits least, and what does not fit is not compared further.
        var words = Fold(Input.Text(text, "text", LongestText)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Distinct(StringComparer.Ordinal).OrderByDescending(word => word.Length).ToList();
        return words.Count is >= 1 and <= MostWords
            ? new([.. words.Select(PatternOf)])
            : throw Input.Bad("text", text, $"give 1 to {MostWords} words");
    }

    /// <summary>What a type is found by; databases compare it as it stands.</summary>
    public static string Searchable(string name, string? description) => Fold($"{name}\n{description}");

    /// <summary>The condition on a column in lower case, to be put behind others.</summary>
    public string AndIn(string column) => string.Concat(_patterns.Select((_, i) => $" AND {column} LIKE @word{i} ESCAPE '!'"));

    /// <summary>The arguments of the condition, and these.</summary>
    public DynamicParameters With(object arguments)
    {
        var all = new DynamicParameters(arguments);
        foreach (var (i, pattern) in _patterns.Index())
        {
            all.Add($"word{i}", pattern);
        }

        return all;
    }

    private static string PatternOf(string word) =>
        "%" + word.Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal) + "%";

#pragma warning disable CA1308 // Names are in lower case already.
    private static string Fold(string text) => text.ToLowerInvariant();
#pragma warning restore CA1308
}
