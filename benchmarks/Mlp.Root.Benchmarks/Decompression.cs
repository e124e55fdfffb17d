namespace Mlp.Root.Benchmarks;

/// <summary>What reading cannot be faster than: the baskets of all branches read and decompressed, and nothing made of them.</summary>
internal static class Decompression
{
    public static void All(RootTree tree, int threads)
    {
        var places = tree.Branches.SelectMany(branch => Enumerable.Range(0, branch.Description.Baskets.Count).Select(i => branch.Description.Baskets[i])).Where(place => place.Embedded is null).ToList();
        Parallel.ForEach(places, new ParallelOptions { MaxDegreeOfParallelism = threads }, place =>
        {
            using var basket = new Basket();
            basket.Load(tree.File.Source, place);
        });
    }
}
