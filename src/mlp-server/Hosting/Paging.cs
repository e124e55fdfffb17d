using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Mlp.Wire;

namespace Mlp.Server.Hosting;

/// <summary>A handler's parameter: which part of a list is asked for, by <c>?limit=</c> and <c>?after=</c>.</summary>
internal sealed record Paging(int Limit, string? After) : IBindableFromHttpContext<Paging>, IEndpointParameterMetadataProvider
{
    public const int DefaultLimit = 100;
    public const int LargestLimit = 1000;

    /// <summary>How many rows to read: one more than asked for tells whether there are more.</summary>
    public int Rows => Limit + 1;

    /// <summary>The cursor of lists that go by id.</summary>
    public long? AfterId => After is null
        ? null
        : long.TryParse(After, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : throw NoCursor();

    /// <summary>The cursor of lists that go by something else; null at the beginning.</summary>
    public T? Cursor<T>(Func<string, T?> tryParse)
        where T : class =>
        After is null ? null : tryParse(After) ?? throw NoCursor();

    public static ValueTask<Paging?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var largest = context.GetEndpoint()?.Metadata.GetMetadata<LargestPage>()?.Limit ?? LargestLimit;
        return ValueTask.FromResult<Paging?>(new(ReadLimit(context.Request.Query["limit"], largest), context.Request.Query["after"]));
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new QueryName("limit", typeof(int), Repeatable: false, "How many items at most."));
        builder.Metadata.Add(new QueryName("after", typeof(string), Repeatable: false, "The 'next' of the page before."));
    }

    /// <summary>The page for rows that were read with <see cref="Rows"/> as their limit.</summary>
    public Page<TItem> Cut<TRow, TItem>(IReadOnlyList<TRow> rows, Func<TRow, TItem> item, Func<TRow, string> cursor) =>
        rows.Count > Limit
            ? new([.. rows.Take(Limit).Select(item)], cursor(rows[Limit - 1]))
            : new([.. rows.Select(item)], null);

    private Refusal NoCursor() => new(ErrorCode.InvalidValue, "'after' is not a cursor of this list", After, "use the 'next' of the page before, as it is");

    private static int ReadLimit(string? text, int largest)
    {
        if (text is null)
        {
            return DefaultLimit;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit >= 1 && limit <= largest
            ? limit
            : throw new Refusal(ErrorCode.InvalidValue, $"'limit' is not a number from 1 to {largest}", text, $"ask for 1 to {largest} items and page on with 'after'");
    }
}
