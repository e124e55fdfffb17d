namespace Mlp.Root.Benchmarks;

/// <summary>A file as an analysis reads it: 22 flat and 52 counted branches of float, with 2.5 items in each counted one: 816 bytes an event with offsets.</summary>
internal static class GeneratedFile
{
    private const int Groups = 4;
    private const int FlatBranches = 22;
    private const int CountedBranches = 52;
    private const int Batch = 10_000;

    public static void Write(string path, RootCompression compression, int events)
    {
        using var file = RootWriter.Create(path, compression, DateTimeOffset.UnixEpoch.AddYears(50));
        var tree = file.Tree("events");
        var counters = Enumerable.Range(0, Groups).Select(i => tree.Counter($"n{i}")).ToList();
        var flat = Enumerable.Range(0, FlatBranches - Groups).Select(i => tree.Flat<float>($"flat{i}")).ToList();
        var counted = Enumerable.Range(0, CountedBranches).Select(i => counters[i % Groups].Counted<float>($"jagged{i}")).ToList();
        var random = new Random(1);
        for (var done = 0; done < events; done += Batch)
        {
            var size = Math.Min(Batch, events - done);
            var counts = counters.ConvertAll(_ => Enumerable.Range(0, size).Select(_ => random.Next(0, 6)).ToArray());
            for (var i = 0; i < Groups; i++)
            {
                counters[i].Append(counts[i]);
            }

            flat.ForEach(branch => branch.Append(Values(random, size)));
            for (var i = 0; i < CountedBranches; i++)
            {
                counted[i].Append(Values(random, counts[i % Groups].Sum()));
            }
        }

        file.Complete();
    }

    // As measured values are: a falling spectrum, with fewer digits than a float has.
    private static float[] Values(Random random, int count)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            var value = (float)(-30 * Math.Log(1 - random.NextDouble()));
            values[i] = BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(value) & 0xFFFF_F000);
        }

        return values;
    }
}
