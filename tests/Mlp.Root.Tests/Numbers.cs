using System.Globalization;

namespace Mlp.Root.Tests;

internal static class Numbers
{
    /// <summary>All numbers of a column, in their order.</summary>
    public static IEnumerable<double> Of(Column column) => column switch
    {
        ListColumn lists => Of(lists.Items),
        ArrayColumn arrays => Of(arrays.Items),
        _ => Enumerable.Range(0, column.Count).Select(i => Convert.ToDouble(column[i].Number, CultureInfo.InvariantCulture)),
    };
}
