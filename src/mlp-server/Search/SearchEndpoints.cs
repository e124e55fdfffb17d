using Mlp.Server.Access;
using Mlp.Server.Database;
using Mlp.Server.Hosting;
using Mlp.Wire;

namespace Mlp.Server.Search;

internal static class SearchEndpoints
{
    private const int MaxConditions = 8;

    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/search", Find).Require(Role.Reader).WithSummary("Finds names by text, and versions by metadata");

    private static Task<Page<SearchHit>> Find(string? text, string[]? metadata, Paging paging, Store store, Ct ct)
    {
        var conditions = (metadata ?? []).Select(NameFilter.ParsePair).ToList();
        if (conditions.Count > MaxConditions || conditions.DistinctBy(condition => condition.Key).Count() < conditions.Count)
        {
            throw Input.Bad("metadata", $"{conditions.Count} conditions", $"give at most {MaxConditions}, each key once");
        }

        return store.Read(session => Searching.Find(session, text, conditions, paging.Limit, paging.AfterId ?? 0), ct);
    }
}
