using System.Text.Json;

namespace Mlp.Training.Preprocessing;

/// <summary>A value of a JSON file that knows where it stands.</summary>
/// <param name="Kind">An object, an array, a string, a number, true, false or null.</param>
/// <param name="Path">The keys that lead to it, as in <c>new_branch.mass.cut_1[0]</c>.</param>
/// <param name="Position">Line and column, from 1.</param>
/// <param name="Text">What a string says; else how the value is written.</param>
/// <param name="Members">An object's values by their keys, in their order, or an array's items, without keys.</param>
internal sealed record JsonPlace(JsonValueKind Kind, string File, string Path, JsonPosition Position, string Text, IReadOnlyList<(string Key, JsonPlace Value)> Members)
{
    /// <summary>File, path and position.</summary>
    public string Where => $"{File}: {(Path.Length == 0 ? "" : $"{Path}, ")}{Position}";

    /// <summary>Whether it is nothing: an empty string, list or object, which older tools all wrote for "none".</summary>
    public bool IsEmpty => Kind switch
    {
        JsonValueKind.Object or JsonValueKind.Array => Members.Count == 0,
        JsonValueKind.String => string.IsNullOrWhiteSpace(Text),
        _ => false,
    };

    public TrainingInputException Error(string fact, string remedy) => new(Where, fact, remedy);

    public TrainingInputException WrongKind(string wanted) => Error($"{Shown} is not {wanted}", $"write {wanted}");

    private string Shown => Kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => $"\"{Text}\"",
        _ => Text,
    };
}

/// <summary>A place in a text, from line 1 and column 1.</summary>
internal readonly record struct JsonPosition(int Line, int Column)
{
    public override string ToString() => $"line {Line}, column {Column}";
}
