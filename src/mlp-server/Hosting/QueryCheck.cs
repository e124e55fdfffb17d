namespace Mlp.Server.Hosting;

/// <summary>Refuses query strings that the route does not understand, rather than answering another question than was asked.</summary>
internal static class QueryCheck
{
    public static void Demand(HttpContext context, RouteEndpoint endpoint)
    {
        if (context.Request.Query.Count == 0 || endpoint.Metadata.GetMetadata<AnyQuery>() is not null)
        {
            return;
        }

        var known = endpoint.Metadata.GetOrderedMetadata<QueryName>();
        foreach (var (name, values) in context.Request.Query)
        {
            var match = known.FirstOrDefault(k => string.Equals(k.Name, name, StringComparison.Ordinal))
                ?? throw new Refusal(ErrorCode.InvalidValue, "the route does not know this query parameter", name, Accepted(known));
            if (values.Count > 1 && !match.Repeatable)
            {
                throw new Refusal(ErrorCode.InvalidValue, $"the query parameter '{name}' was given {values.Count} times", name, "give it once");
            }

            if (values.Any(value => value?.Contains('\0', StringComparison.Ordinal) == true))
            {
                throw new Refusal(ErrorCode.InvalidValue, $"the query parameter '{name}' holds a null character", name, "leave the null character out");
            }
        }
    }

    private static string Accepted(IReadOnlyList<QueryName> known) =>
        known.Count == 0 ? "leave it out; this route takes none" : $"use {string.Join(", ", known.Select(k => $"'{k.Name}'"))}";
}
