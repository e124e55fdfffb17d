namespace Mlp.Training.Expressions;

/// <summary>An expression as it was written, and where: what an error says of it.</summary>
internal sealed record ExpressionText(string Text, string Where)
{
    private const int LongestQuote = 120;

    public TrainingInputException Error(int column, string fact, string remedy) =>
        new($"{Where}, column {column}", $"{fact} in '{Quote(column)}'", remedy);

    // Of a long text the part around the place.
    private string Quote(int column)
    {
        if (Text.Length <= LongestQuote)
        {
            return Text;
        }

        var start = Math.Clamp(column - 1 - (LongestQuote / 2), 0, Text.Length - LongestQuote);
        return $"{(start > 0 ? "…" : "")}{Text.AsSpan(start, LongestQuote)}{(start + LongestQuote < Text.Length ? "…" : "")}";
    }
}
