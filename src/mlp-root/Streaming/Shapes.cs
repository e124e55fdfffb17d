namespace Mlp.Root;

/// <summary>Dimensions of arrays, which a file may state as it likes.</summary>
internal static class Shapes
{
    /// <summary>Whether the dimensions make so many items.</summary>
    public static bool HasSize(IReadOnlyList<int> shape, int items)
    {
        long product = 1;
        foreach (var size in shape)
        {
            product *= size;
            if (product is <= 0 or > int.MaxValue)
            {
                return false;
            }
        }

        return shape.Count > 0 && product == items;
    }
}
