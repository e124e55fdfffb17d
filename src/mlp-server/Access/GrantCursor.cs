namespace Mlp.Server.Access;

/// <summary>Where a list of grants goes on: the three parts of the last one, which have no space in them.</summary>
internal sealed record GrantCursor(string Kind, string Name, string Project)
{
    public static GrantCursor Beginning { get; } = new("", "", "");

    public static GrantCursor? TryParse(string text) =>
        text.Split(' ') is [Ownership.Type or Ownership.Parameters, var name, var project] && Mlp.Name.TryParse(name) is not null && ProjectId.TryParse(project) is not null
            ? new(text.Split(' ')[0], name, project)
            : null;

    public static string Of(GrantRow row) => $"{row.Kind} {row.Name} {row.Project}";
}
