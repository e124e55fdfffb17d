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
    public static PairCursor Beginning { get; } = new("", "");

    public static PairCursor? TryParse(string text) =>
        text.Split(' ') is [var type, var parameters] && Name.TryParse(type) is not null && Name.TryParse(parameters) is not null ? new(type, parameters) : null;

    public override string ToString() => $"{Type} {Parameters}";
}
