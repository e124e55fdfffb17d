using Mlp.Wire;

namespace Mlp.Server.Compatibility;

/// <summary>Behind which link a page begins, as <c>type@version parameters@version</c>.</summary>
internal sealed record LinkCursor(string Type, TypeVersion TypeVersion, string Parameters, ParametersVersion ParametersVersion)
{
    public static LinkCursor Of(CompatibilityLink link) => new(
        link.Type, TypeVersion.TryParse(link.TypeVersion)!, link.Parameters, ParametersVersion.TryParse(link.ParametersVersion)!);

    public static LinkCursor Parse(string text) =>
        text.Split(' ', '@') is [var type, var typeVersion, var parameters, var parametersVersion]
            ? new(Input.Name(type).Text, Input.TypeVersion(typeVersion), Input.Name(parameters).Text, Input.ParametersVersion(parametersVersion))
            : throw Input.Bad("after", text, "give 'next' of the page before");

    public override string ToString() => $"{Type}@{TypeVersion} {Parameters}@{ParametersVersion}";
}
