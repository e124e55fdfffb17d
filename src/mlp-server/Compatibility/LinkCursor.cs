using Mlp.Wire;

namespace Mlp.Server.Compatibility;

/// <summary>Behind which link a page begins, as <c>type@version parameters@version</c>.</summary>
internal sealed record LinkCursor(string Type, TypeVersion TypeVersion, string Parameters, ParametersVersion ParametersVersion)
{
    public static LinkCursor Of(CompatibilityLink link) => new(
        link.Type, TypeVersion.TryParse(link.TypeVersion)!, link.Parameters, ParametersVersion.TryParse(link.ParametersVersion)!);

    public static LinkCursor? TryParse(string text) =>
        text.Split(' ', '@') is [var type, var typeVersion, var parameters, var parametersVersion]
        && Name.TryParse(type) is { } typeName
        && Mlp.TypeVersion.TryParse(typeVersion) is { } mtv
        && Name.TryParse(parameters) is { } name
        && Mlp.ParametersVersion.TryParse(parametersVersion) is { } mpv
            ? new(typeName.Text, mtv, name.Text, mpv)
            : null;

    public override string ToString() => $"{Type}@{TypeVersion} {Parameters}@{ParametersVersion}";
}
