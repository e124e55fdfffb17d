using Mlp.Server.Access;
using Mlp.Server.Database;
using Mlp.Server.Parameters;
using Mlp.Server.Types;

namespace Mlp.Server.Search;

/// <summary>A filter that names what is not on record is a mistake, which an empty list would hide.</summary>
internal static class FilteredNames
{
    public static async Task Demand(Session session, string? type = null, string? parameters = null, string? project = null)
    {
        _ = type is null ? null : await ModelTypes.Find(session, Input.Name(type));
        _ = parameters is null ? null : await ParametersNames.Find(session, Input.Name(parameters));
        if (project is not null && await session.First<long?>("SELECT id FROM project WHERE name = @project", new { project }) is null)
        {
            throw Input.NotFound("project", project, "a project is known from its first release on; check the spelling");
        }
    }

    /// <summary>The name of a type, of parameters, or of either where the kind is null.</summary>
    public static async Task DemandEither(Session session, string? kind, Name name)
    {
        if (kind is null && await ParametersNames.TryFind(session, name) is not null)
        {
            return;
        }

        await (kind == Ownership.Parameters ? Demand(session, parameters: name.Text) : Demand(session, type: name.Text));
    }
}
