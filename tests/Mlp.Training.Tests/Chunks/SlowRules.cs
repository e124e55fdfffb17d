namespace Mlp.Training.Tests.Chunks;

/// <summary>MLaaS4HEP's rules, written as its documentation reads: event by event, value by value, nothing shared with the code that is tested.</summary>
internal static class SlowRules
{
    public static List<SlowChunk> Chunks(SlowTask task)
    {
        var files = task.Files.ConvertAll(file => file.Where(e => task.Cuts.TrueForAll(cut => cut(e))).ToList());
        var names = task.Flat.Order(StringComparer.Ordinal).Concat(task.Jagged.Order(StringComparer.Ordinal)).ToList();
        var all = files.SelectMany(file => file).ToList();
        var minimum = names.ToDictionary(name => name, name => all.SelectMany(e => e.Values[name]).Where(double.IsFinite).DefaultIfEmpty(0).Min());
        var maximum = names.ToDictionary(name => name, name => all.SelectMany(e => e.Values[name]).Where(double.IsFinite).DefaultIfEmpty(0).Max());
        var width = names.ToDictionary(name => name, name => task.Flat.Contains(name) ? 1 : all.Select(e => e.Values[name].Length).DefaultIfEmpty(0).Max());
        return [.. Compose([.. files.Select(file => file.Count)], task.Events, task.ChunkSize).Select(rows => Chunk(rows))];

        SlowChunk Chunk(List<(int File, int Event)> rows)
        {
            var chunk = new SlowChunk([], [], []);
            foreach (var (file, number) in rows)
            {
                var e = files[file][number];
                chunk.Labels.Add(task.LabelOf(file, e));
                foreach (var name in names)
                {
                    for (var i = 0; i < width[name]; i++)
                    {
                        var value = i < e.Values[name].Length ? e.Values[name][i] : double.NaN;
                        var isMissing = !double.IsFinite(value);
                        var scaled = minimum[name] == maximum[name] ? value : (value - minimum[name]) / (maximum[name] - minimum[name]);
                        chunk.Features.Add(isMissing ? task.Padding : (float)scaled);
                        chunk.Mask.Add((byte)(isMissing ? 1 : 0));
                    }
                }
            }

            return chunk;
        }
    }

    /// <summary>Which events make up each chunk.</summary>
    public static List<List<(int File, int Event)>> Compose(int[] counts, long wanted, int chunkSize)
    {
        var total = counts.Sum();
        var used = counts.Select(count => wanted < 0 || wanted >= total || count == 0 ? count : (int)Math.Clamp(Math.Round((double)count / total * wanted), 1, count)).ToArray();
        var next = new int[counts.Length];
        var chunks = new List<List<(int, int)>>();
        while (next.Sum() < used.Sum())
        {
            var chunk = new List<(int, int)>();
            var size = chunkSize < 0 ? used.Sum() : chunkSize;
            var someFileRanOut = false;
            for (var file = 0; file < counts.Length; file++)
            {
                var share = file == counts.Length - 1 ? size - chunk.Count : (int)Math.Round((double)used[file] / used.Sum() * size);
                someFileRanOut |= used[file] - next[file] < share && file < counts.Length - 1;
                Take(chunk, file, someFileRanOut ? used[file] - next[file] : share, size);
            }

            // Files so small beside the others that their share is none are read at the end.
            for (var file = 0; file < counts.Length && chunk.Count == 0; file++)
            {
                Take(chunk, file, used[file] - next[file], size);
            }

            chunks.Add(chunk);
        }

        return chunks;

        void Take(List<(int, int)> chunk, int file, int count, int size)
        {
            for (var i = 0; i < count && next[file] < used[file] && chunk.Count < size; i++)
            {
                chunk.Add((file, next[file]++));
            }
        }
    }
}

/// <summary>An event: of each branch its value, or its list of values.</summary>
internal sealed record SlowEvent(Dictionary<string, double[]> Values);

/// <summary>Events, and what is to be made of them.</summary>
internal sealed record SlowTask(
    List<List<SlowEvent>> Files, List<string> Flat, List<string> Jagged, List<Func<SlowEvent, bool>> Cuts, Func<int, SlowEvent, float> LabelOf, long Events, int ChunkSize, float Padding);

/// <summary>A chunk, value by value.</summary>
internal sealed record SlowChunk(List<float> Features, List<byte> Mask, List<float> Labels);
