using System.IO.Compression;
using System.Text;
using Mlp.Root;

namespace Mlp.Training.Tests;

/// <summary>A folder with files of events, which goes when the test ends.</summary>
public sealed class Scratch : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("mlp-training-").FullName;

    public string this[string name] => Path.Combine(Folder, name);

    public string Write(string name, params IEnumerable<string> lines)
    {
        var text = string.Concat(lines.Select(line => line + "\n"));
        if (name.EndsWith(".gz", StringComparison.Ordinal))
        {
            using var file = new GZipStream(File.Create(this[name]), CompressionLevel.Fastest);
            file.Write(Encoding.UTF8.GetBytes(text));
        }
        else
        {
            File.WriteAllText(this[name], text);
        }

        return this[name];
    }

    /// <summary>A tree 'Events' with run, x, y and lists n, of events numbered from 0: x is the number, y 3, the list as long as the number modulo 4.</summary>
    public string WriteRoot(string name, int events)
    {
        using var file = RootWriter.Create(this[name], RootCompression.Zlib, DateTimeOffset.UnixEpoch.AddYears(50));
        var tree = file.Tree("Events");
        var numbers = Enumerable.Range(0, events).ToList();
        tree.Flat<int>("run").Append([.. numbers]);
        tree.Flat<float>("x").Append([.. numbers.Select(number => (float)number)]);
        tree.Flat<double>("y").Append([.. numbers.Select(_ => 3.0)]);
        var counter = tree.Counter("n");
        counter.Append([.. numbers.Select(number => number % 4)]);
        counter.Counted<float>("list").Append([.. numbers.SelectMany(number => Enumerable.Range(0, number % 4)).Select(item => (float)item)]);
        file.Complete();
        return this[name];
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>The specs of files, and all their chunks, copied.</summary>
    public static async Task<(DataSpecs Specs, List<(float[] Features, byte[] Mask, float[] Labels)> Chunks)> Read(
        string files, string? labels = null, TrainingSettings? settings = null, string? preprocessing = null)
    {
        var data = await EventData.OpenAsync(TrainingFiles.From(files, labels), settings ?? new(), preprocessing);
        var specs = (await data.ReadSpecsAsync()).All;
        var chunks = new List<(float[], byte[], float[])>();
        await foreach (var chunk in data.ReadChunksAsync(specs))
        {
            chunks.Add((chunk.Features.ToArray(), chunk.Mask.ToArray(), chunk.Labels.ToArray()));
        }

        return (specs, chunks);
    }
}
