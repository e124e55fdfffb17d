using System.Globalization;

namespace Mlp.Root.Tests;

/// <summary>Values as text: lists in brackets, objects in braces.</summary>
internal static class Described
{
    public static string Column(Column column) => string.Join(' ', Enumerable.Range(0, column.Count).Select(i => One(column[i])));

    private static string One(Value value) => value switch
    {
        { Target: null } => "null",
        { Column: PointerColumn, Target: { } target } => $"{value.ClassName}:{One(target)}",
        { Column: TextColumn } => $"'{value.Text}'",
        { Number: { } number } => Convert.ToString(number, CultureInfo.InvariantCulture)!,
        { Column: RecordColumn } => $"{{{string.Join(' ', value.Members.Select(member => $"{member.Key}={One(member.Value)}"))}}}",
        _ => $"[{string.Join(' ', value.Items.Select(One))}]",
    };
}
