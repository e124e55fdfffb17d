using System.Text.RegularExpressions;

namespace Mlp.Server.Events;

/// <summary>Which kinds of events are meant: one, or, with <c>*</c> at the end, all that begin so.</summary>
internal sealed partial record EventKind
{
    private EventKind(string text) => Text = text;

    public string Text { get; }

    public bool IsPrefix => Text.EndsWith('*');

    public string Beginning => Text.TrimEnd('*');

    public static EventKind Parse(string text) => Pattern().IsMatch(text)
        ? new(text)
        : throw new Refusal(ErrorCode.InvalidValue, "this is no kind of event", text, "give a kind as in type-version.deprecated, or its beginning and '*' as in type-version.*");

    public bool Covers(string kind) => IsPrefix ? kind.StartsWith(Beginning, StringComparison.Ordinal) : string.Equals(kind, Text, StringComparison.Ordinal);

    [GeneratedRegex(@"^([a-z][a-z.-]{0,62})?([a-z]|\*)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
