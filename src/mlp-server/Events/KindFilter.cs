namespace Mlp.Server.Events;

/// <summary>Which kinds of events are meant: one, or, with <c>*</c> at the end, all that begin so.</summary>
internal sealed record KindFilter
{
    private KindFilter(string text) => Text = text;

    public string Text { get; }

    public bool IsPrefix => Text.EndsWith('*');

    public string Beginning => IsPrefix ? Text[..^1] : Text;

    /// <summary>Refuses what means no kind that there is: nothing would ever come of it.</summary>
    public static KindFilter Parse(string text)
    {
        var filter = new KindFilter(text);
        return EventKind.All.Any(kind => filter.Covers(kind.Text))
            ? filter
            : throw new Refusal(
                ErrorCode.InvalidValue, "there is no such kind of event", text,
                $"give one of these, or a beginning and '*' as in type-version.*: {string.Join(", ", EventKind.All)}");
    }

    /// <summary>As it was accepted once, maybe by another version of the registry.</summary>
    public static KindFilter Recorded(string text) => new(text);

    public bool Covers(string kind) => IsPrefix ? kind.StartsWith(Beginning, StringComparison.Ordinal) : string.Equals(kind, Text, StringComparison.Ordinal);
}
