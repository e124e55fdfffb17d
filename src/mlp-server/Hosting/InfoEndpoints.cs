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
        api.MapGet("/", (Store store, IBlobStore blobs, ServerSettings settings) => new ServerInfo("mlp", Version, store.Description, blobs.Description, settings.MaxBlobBytes))
            .Require(Role.Reader)
            .WithSummary("Tells which registry answers");
}
