using Mlp.Root;

// Makes signal.root and background.root: 27 branches, of which some tell the two apart by themselves, some only together, and some not at all.
if (args is not [var folder, var events, var seed] || !int.TryParse(events, out var all) || all < 10 || !int.TryParse(seed, out var start))
{
    Console.Error.WriteLine("give a folder, the number of events (at least 10; a tenth is signal) and a seed, as in: data 350000 1");
    return 2;
}

Directory.CreateDirectory(folder);
Write(Path.Combine(folder, "signal.root"), isSignal: true, all / 10, new Random(start));
Write(Path.Combine(folder, "background.root"), isSignal: false, all - (all / 10), new Random(start + 1));
return 0;

static void Write(string path, bool isSignal, int count, Random random)
{
    var columns = Enumerable.Range(0, 27).Select(_ => new float[count]).ToArray();
    for (var i = 0; i < count; i++)
    {
        var values = Event(isSignal, random);
        for (var branch = 0; branch < values.Length; branch++)
        {
            columns[branch][i] = (float)values[branch];
        }
    }

    using var file = RootWriter.Create(path, RootCompression.Zlib, DateTimeOffset.UnixEpoch.AddYears(56));
    var tree = file.Tree("Events", "made up");
    for (var branch = 0; branch < columns.Length; branch++)
    {
        tree.Flat<float>($"f{branch:00}").Append(columns[branch]);
    }

    file.Complete();
}

static double[] Event(bool isSignal, Random random)
{
    var values = Enumerable.Range(0, 27).Select(_ => Normal(random)).ToArray();

    // Energies: a falling spectrum, a little harder for signal.
    for (var i = 0; i < 4; i++)
    {
        values[i] = -(isSignal ? 36 : 30) * Math.Log(1 - random.NextDouble());
    }

    if (!isSignal)
    {
        values[8] = (random.NextDouble() * 6) - 3;
        return values;
    }

    // Shifted; a peak over a flat background; a product of two that are nothing by themselves; a narrower cloud of three.
    (values[4], values[5]) = (values[4] + 0.4, values[5] - 0.3);
    values[8] = 0.5 + (0.7 * values[8]);
    values[10] = (0.8 * values[9]) + (0.6 * values[10]);
    for (var i = 12; i < 15; i++)
    {
        values[i] *= 0.7;
    }

    return values;
}

static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
