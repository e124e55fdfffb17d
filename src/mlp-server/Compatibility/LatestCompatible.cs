using Mlp.Server.Database;
using Mlp.Server.Parameters;
using Mlp.Server.Types;
using Mlp.Wire;

namespace Mlp.Server.Compatibility;

/// <summary>The latest parameters version that fits one model type version: what an embedded model loads.</summary>
internal static class LatestCompatible
{
    public static async Task<ParametersVersionInfo> Find(Session session, Name type, string version, Name parameters)
    {
        var mtv = await ModelTypes.FindVersion(session, type, version);
        var name = await ParametersNames.Find(session, parameters);
        var links = await Links.Between(mtv.TypeId, name.Id, session, new(session));
        var best = await Pairs.BestFor(mtv, name.Id, session, links) ?? throw new Refusal(
            ErrorCode.NotCompatible,
            $"no version of '{parameters}' fits '{type}' {mtv.Version}",
            $"{type}@{mtv.Version}",
            $"publish '{parameters}' from '{type}' {mtv.Version}, or add a link by hand; 'why' tells more");
        return await ParametersNames.ReadVersion(session, best.Id);
    }
}
