using System.Globalization;
using System.Runtime.CompilerServices;
using Mlp.Wire;

namespace Mlp;

/// <summary>Follows a list from page to page.</summary>
internal static class Paging
{
    public static async IAsyncEnumerable<T> List<T>(
        this RegistryChannel channel, string route, int pageSize = 500, string? after = null, [EnumeratorCancellation] Ct ct = default)
    {
        var paged = Route.Query(route, ("limit", pageSize.ToString(CultureInfo.InvariantCulture)));
        do
        {
            var page = await channel.Get<Page<T>>(Route.Query(paged, ("after", after)), ct);
            foreach (var item in page.Items)
            {
                yield return item;
            }

            after = page.Next;
        }
        while (after is not null);
    }
}
