namespace Mlp.Server.Compatibility;

/// <summary>Which pairs to list; null is any.</summary>
internal sealed record PairFilter(string? Type, string? Parameters, string? Project, bool? Standalone)
{
    public static PairFilter Parse(string? type, string? parameters, string? project, bool? standalone) => new(
        type is null ? null : Input.Name(type).Text,
        parameters is null ? null : Input.Name(parameters).Text,
        project is null ? null : Input.Project(project).Text,
        standalone);
}

/// <summary>Behind which pair a page begins.</summary>
internal sealed record PairCursor(string Type, string Parameters)
{
    public static PairCursor Parse(string? text) =>
        text is null ? new("", "")
        : text.Split(' ') is [var type, var parameters] ? new(Input.Name(type).Text, Input.Name(parameters).Text)
        : throw Input.Bad("after", text, "give 'next' of the page before");

    public override string ToString() => $"{Type} {Parameters}";
}
