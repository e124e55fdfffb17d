namespace Mlp.Server.Compatibility;

/// <summary>Which links to list: of a type or of a parameters name at least.</summary>
internal sealed record LinkFilter(Name? Type, TypeVersion? TypeVersion, Name? Parameters, ParametersVersion? ParametersVersion)
{
    public static LinkFilter Parse(string? type, string? typeVersion, string? parameters, string? parametersVersion)
    {
        if (type is null && parameters is null)
        {
            throw Input.Bad("type", null, "give 'type' or 'parameters'");
        }

        if ((typeVersion is not null && type is null) || (parametersVersion is not null && parameters is null))
        {
            throw Input.Bad("version", typeVersion ?? parametersVersion, "give the name with the version");
        }

        return new(
            type is null ? null : Input.Name(type),
            typeVersion is null ? null : Input.TypeVersion(typeVersion),
            parameters is null ? null : Input.Name(parameters),
            parametersVersion is null ? null : Input.ParametersVersion(parametersVersion));
    }
}
