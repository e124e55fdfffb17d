namespace Mlp.Root;

/// <summary>How baskets are compressed, as they say themselves: what a branch says is how it was to be written, which copying may have changed.</summary>
internal static class CompressionSurvey
{
    // A basket's key seldom takes more than a hundred bytes.
    private const int Looked = 512;

    public static async Task<IReadOnlyList<string?>> Of(IReadOnlyList<RootBranch> branches, Ct ct)
    {
        var found = branches.Select(_ => new SortedSet<string>(StringComparer.Ordinal)).ToList();
        var places = branches.SelectMany((branch, i) => Chosen(branch).Select(place => (branch.Source, Index: i, Place: place)));
        foreach (var source in places.GroupBy(one => one.Source))
        {
            var parts = source.Select(one => (one.Index, Bytes: new byte[Math.Min(Looked, one.Place.Bytes)], one.Place.Position)).ToList();
            await source.Key.ReadManyAsync(parts.ConvertAll(part => new ByteRange(part.Position, part.Bytes)), ct);
            parts.ForEach(part => found[part.Index].Add(MethodOf(part.Bytes, new(source.Key.Name, part.Position))));
        }

        return [.. branches.Select((branch, i) => Text(branch, found[i]))];
    }

    // The first, one in the middle and the last: a basket that does not get smaller is stored as it is.
    private static IEnumerable<BasketPlace> Chosen(RootBranch branch)
    {
        var index = branch.Description.Baskets;
        return new[] { 0, index.Count / 2, index.Count - 1 }.Distinct().Where(i => i >= 0 && i < index.Count).Select(i => index[i])
            .Where(place => place.Embedded is null && place.LiesWithin(branch.Source.Length));
    }

    private static string MethodOf(byte[] bytes, Origin origin)
    {
        try
        {
            var cursor = new RootCursor(bytes, origin);
            var header = BasketHeader.Read(ref cursor, out _);
            cursor.MoveTo(header.KeyLen);
            return header.ObjLen <= header.NBytes - header.KeyLen ? "none" : BlockHeader.NameOf(cursor.Take(2));
        }
        catch (RootFormatException)
        {
            return "damaged";
        }
    }

    private static string? Text(RootBranch branch, SortedSet<string> methods)
    {
        if (methods.Count > 1)
        {
            methods.Remove("none");
        }

        return methods.Count > 0 ? string.Join(", ", methods) : branch.Baskets > 0 ? "none" : null;
    }
}
