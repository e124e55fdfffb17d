namespace Mlp.Root.Tests;

/// <summary>Files of this project's own making.</summary>
internal static class OwnFile
{
    /// <returns>What was written, branch by branch.</returns>
    public static Dictionary<string, List<double>> Write(string path, RootCompression compression, int entries)
    {
        using var file = RootWriter.Create(path, compression, new(2020, 2, 2, 2, 2, 2, TimeSpan.Zero));
        var tree = file.Tree("events", "what happened");
        var i32 = tree.Flat<int>("i32");
        var f64 = tree.Flat<double>("f64");
        var flag = tree.Flat<bool>("flag");
        var u16 = tree.Flat<ushort>("u16");
        var n = tree.Counter("n");
        var jagged = n.Counted<float>("jagged");
        var bytes = n.Counted<sbyte>("bytes");
        var random = new Random(entries);
        var written = new Dictionary<string, List<double>>(StringComparer.Ordinal);
        for (var done = 0; done < entries; done += 900)
        {
            var size = Math.Min(900, entries - done);
            int[] counts = [.. Enumerable.Range(0, size).Select(_ => random.Next(0, 7))];
            i32.Append(Kept(written, "i32", size, _ => random.Next(int.MinValue, int.MaxValue)));
            f64.Append(Kept(written, "f64", size, _ => random.NextDouble() * 1e200));
            flag.Append(Kept(written, "flag", size, _ => random.Next(2) == 1));
            u16.Append(Kept(written, "u16", size, _ => (ushort)random.Next(65536)));
            n.Append(Kept(written, "n", size, i => counts[i]));
            jagged.Append(Kept(written, "jagged", counts.Sum(), _ => random.NextSingle()));
            bytes.Append(Kept(written, "bytes", counts.Sum(), _ => (sbyte)random.Next(-128, 128)));
        }

        file.Complete();
        return written;
    }

    private static T[] Kept<T>(Dictionary<string, List<double>> written, string branch, int count, Func<int, T> make)
    {
        T[] values = [.. Enumerable.Range(0, count).Select(make)];
        written.TryAdd(branch, []);
        written[branch].AddRange(values.Select(value => Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture)));
        return values;
    }
}
