using Mlp.Server.Access;
using Mlp.Server.Database;
using Mlp.Server.Hosting;
using Mlp.Server.Search;
using Mlp.Server.Storage;
using Mlp.Wire;

namespace Mlp.Server.Parameters;

internal static class ParametersEndpoints
{
    private static readonly string[] GetAndHead = [HttpMethods.Get, HttpMethods.Head];

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/parameters", List).Require(Role.Reader).WithSummary("Lists parameters by name");
        api.MapGet("/parameters/{name}", Get).Require(Role.Reader).WithSummary("Parameters");
        api.MapGet("/parameters/{name}/versions", ListVersions).Require(Role.Reader).WithSummary("Versions of parameters, the highest first");
        api.MapPost("/parameters/{name}/versions", Publish).Require(Role.Publisher).Produces<ParametersVersionInfo>(StatusCodes.Status201Created).WithSummary("Creates a version from uploaded bytes, numbered by the registry or by hand");
        api.MapGet("/parameters/{name}/versions/{version}", GetVersion).Require(Role.Reader).WithSummary("A version of parameters; 'latest' is one too");
        api.MapPut("/parameters/{name}/versions/{version}/deprecation", Deprecate).Require(Role.Publisher).Produces<ParametersVersionInfo>().WithSummary("Deprecates a version, with a reason");
        api.MapDelete("/parameters/{name}/versions/{version}/deprecation", Restore).Require(Role.Publisher).Produces<ParametersVersionInfo>().WithSummary("Takes a deprecation back");
        api.MapMethods("/parameters/{name}/versions/{version}/content", GetAndHead, Content).Require(Role.Reader).WithSummary("The archive of a version");
        api.MapGet("/parameters/{name}/versions/{version}/files", Files).Require(Role.Reader).WithSummary("The files of a version");
        api.MapMethods("/parameters/{name}/versions/{version}/files/{**path}", GetAndHead, OneFile).Require(Role.Reader).WithSummary("One file of a version");
    }

    private static Task<Page<ParametersName>> List(string? project, string? text, string? metadata, Paging paging, Store store, Ct ct)
    {
        var filter = NameFilter.Parse(project, text, metadata);
        var after = paging.Cursor(Name.TryParse)?.Text ?? "";
        return store.Read(
            async session =>
            {
                await FilteredNames.Demand(session, project: filter.Project);
                return await ParametersNames.List(session, filter, paging.Limit, after);
            },
            ct);
    }

    private static Task<ParametersName> Get(string name, Store store, Ct ct)
    {
        var parsed = Input.Name(name);
        return store.Read(session => ParametersNames.Read(session, parsed), ct);
    }

    private static Task<Page<ParametersVersionInfo>> ListVersions(string name, Paging paging, Store store, Ct ct)
    {
        var parsed = Input.Name(name);
        var below = paging.Cursor(ParametersVersion.TryParse);
        return store.Read(session => ParametersNames.ListVersions(session, parsed, paging.Limit, below), ct);
    }

    private static async Task<IResult> Publish(string name, CreateParametersVersion body, Caller caller, Changes changes, ContentIndex contents, HttpContext context)
    {
        var request = PublishRequest.Check(name, body);
        var content = await contents.Of(request.Digest, context.RequestAborted);
        return await changes.Run(
            context,
            body,
            async session =>
            {
                await ContentIndex.Save(session, content);
                return await Publishing.Publish(session, caller, request);
            },
            StatusCodes.Status201Created);
    }

    private static Task<ParametersVersionInfo> GetVersion(string name, string version, Store store, Ct ct)
    {
        var parsed = Input.Name(name);
        return store.Read(session => ParametersNames.ReadVersion(session, parsed, version), ct);
    }

    private static Task<IResult> Deprecate(string name, string version, Deprecate body, Caller caller, Changes changes, HttpContext context)
    {
        var (parsed, number, reason) = (Input.Name(name), Input.ParametersVersion(version), Input.Text(body.Reason, "reason", 1000));
        return changes.Run(context, body, session => ParametersNames.Deprecate(session, caller, parsed, number, reason));
    }

    private static Task<IResult> Restore(string name, string version, Caller caller, Changes changes, HttpContext context)
    {
        var (parsed, number) = (Input.Name(name), Input.ParametersVersion(version));
        return changes.Run(context, new { }, session => ParametersNames.Deprecate(session, caller, parsed, number, reason: null));
    }

    private static async Task<IResult> Content(string name, string version, Store store, IBlobStore blobs, HttpContext context)
    {
        var found = await GetVersion(name, version, store, context.RequestAborted);
        var digest = Digest.TryParse(found.Digest)!;
        return new BlobResult(blobs, digest, new(0, found.Size), "application/x-tar", digest.Text);
    }

    private static async Task<IReadOnlyList<ParametersFile>> Files(string name, string version, Store store, Ct ct)
    {
        var parsed = Input.Name(name);
        var content = await store.Read(session => ContentIndex.Read(session, parsed, version), ct);
        return [.. content.Files.Select(file => new ParametersFile(file.Path, file.Length))];
    }

    private static async Task<IResult> OneFile(string name, string version, string path, Store store, IBlobStore blobs, HttpContext context)
    {
        var parsed = Input.Name(name);
        var content = await store.Read(session => ContentIndex.Read(session, parsed, version), context.RequestAborted);
        var file = content.Files.FirstOrDefault(file => string.Equals(file.Path, path, StringComparison.Ordinal))
            ?? throw Input.NotFound($"file in {name}@{version}", path, "list the version's files");
        return new BlobResult(blobs, content.Digest, new(file.Offset, file.Length), "application/octet-stream", $"{content.Digest}:{file.Offset}");
    }
}
