using System.Reflection;
using Mlp.Server.Access;
using Mlp.Server.Database;
using Mlp.Server.Storage;
using Mlp.Wire;

namespace Mlp.Server.Hosting;

internal static class InfoEndpoints
{
    private static readonly string Version = typeof(InfoEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";

    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/", Tell).Require(Role.Reader).WithSummary("Tells which registry answers");

    // Where the bytes lie concerns those who run the registry; callers over the socket are administrators too.
    private static ServerInfo Tell(Caller caller, Store store, IBlobStore blobs, ServerSettings settings) =>
        caller.Role == Role.Admin
            ? new("mlp", Version, store.Description, blobs.Description, settings.MaxBlobBytes)
            : new("mlp", Version, store.Kind, blobs.Kind, settings.MaxBlobBytes);
}
