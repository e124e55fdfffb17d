using Mlp.Server.Access;
using Mlp.Server.Compatibility;
using Mlp.Server.Database;
using Mlp.Server.Hosting;
using Mlp.Server.Search;
using Mlp.Wire;

namespace Mlp.Server.Types;

internal static class ModelTypeEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/types", List).Require(Role.Reader).WithSummary("Lists model types by name");
        api.MapGet("/types/{type}", Get).Require(Role.Reader).WithSummary("A model type");
        api.MapGet("/types/{type}/versions", ListVersions).Require(Role.Reader).WithSummary("A model type's versions, the highest first");
        api.MapGet("/types/{type}/versions/{version}", GetVersion).Require(Role.Reader).WithSummary("A version of a model type; 'latest' is one too");
        api.MapPut("/types/{type}/versions/{version}/deprecation", Deprecate).Require(Role.Publisher).Produces<ModelTypeVersion>().WithSummary("Deprecates a version, with a reason");
        api.MapDelete("/types/{type}/versions/{version}/deprecation", Restore).Require(Role.Publisher).Produces<ModelTypeVersion>().WithSummary("Takes a deprecation back");
        api.MapGet("/types/{type}/versions/{version}/compatible/{parameters}", Compatible).Require(Role.Reader).WithSummary("The latest parameters version that fits a version of a model type");
    }

    private static Task<Page<ModelType>> List(string? project, string? text, string? metadata, Paging paging, Store store, Ct ct)
    {
        var filter = NameFilter.Parse(project, text, metadata);
        var after = paging.Cursor(Name.TryParse)?.Text ?? "";
        return store.Read(
            async session =>
            {
                await FilteredNames.Demand(session, project: filter.Project);
                return await ModelTypes.List(session, filter, paging.Limit, after);
            },
            ct);
    }

    private static Task<ModelType> Get(string type, Store store, Ct ct)
    {
        var name = Input.Name(type);
        return store.Read(session => ModelTypes.Read(session, name), ct);
    }

    private static Task<Page<ModelTypeVersion>> ListVersions(string type, Paging paging, Store store, Ct ct)
    {
        var name = Input.Name(type);
        var below = paging.Cursor(TypeVersion.TryParse);
        return store.Read(session => ModelTypes.ListVersions(session, name, paging.Limit, below), ct);
    }

    private static Task<ModelTypeVersion> GetVersion(string type, string version, Store store, Ct ct)
    {
        var name = Input.Name(type);
        return store.Read(session => ModelTypes.ReadVersion(session, name, version), ct);
    }

    private static Task<IResult> Deprecate(string type, string version, Deprecate body, Caller caller, Changes changes, HttpContext context)
    {
        var (name, parsed, reason) = (Input.Name(type), Input.TypeVersion(version), Input.Text(body.Reason, "reason", 1000));
        return changes.Run(context, body, session => ModelTypes.Deprecate(session, caller, name, parsed, reason));
    }

    private static Task<IResult> Restore(string type, string version, Caller caller, Changes changes, HttpContext context)
    {
        var (name, parsed) = (Input.Name(type), Input.TypeVersion(version));
        return changes.Run(context, new { }, session => ModelTypes.Deprecate(session, caller, name, parsed, reason: null));
    }

    private static Task<ParametersVersionInfo> Compatible(string type, string version, string parameters, Store store, Ct ct)
    {
        var (typeName, name) = (Input.Name(type), Input.Name(parameters));
        return store.Read(session => LatestCompatible.Find(session, typeName, version, name), ct);
    }
}
