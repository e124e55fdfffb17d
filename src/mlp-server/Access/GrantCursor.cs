namespace Mlp.Server.Access;

/// <summary>Where a list of grants goes on: the three parts of the last one, which have no space in them.</summary>
internal sealed record GrantCursor(string Kind, string Name, string Project)
{
    public static GrantCursor Parse(string? text) => (text ?? "  ").Split(' ') is [var kind, var name, var project]
        ? new(kind, name, project)
        : throw new Refusal(ErrorCode.InvalidValue, "'after' is not a cursor of this list", text, "use the 'next' of the page before, as it is");

    public static string Of(GrantRow row) => $"{row.Kind} {row.Name} {row.Project}";
}
