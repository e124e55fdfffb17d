using System.Diagnostics;
using Mlp.Root.Tests.Samples;

namespace Mlp.Root.Tests.Fuzzing;

/// <summary>Damaged files end in a refusal that names file and offset, in bounded time and memory: or they are read.</summary>
public sealed class FuzzTests : IDisposable
{
    private const int LargestFile = 100_000;
    private const long MostBytes = 1L << 30;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);
    private readonly string _folder = Directory.CreateTempSubdirectory("mlp-root-").FullName;

    public static bool HasNoSamples => Sample.Folder is null;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Own_files_that_are_damaged()
    {
        List<byte[]> files = [.. Enum.GetValues<RootCompression>().Select(OwnBytes), FriendlyBytes()];
        Run(files, seeds: 0..20_000);
    }

    [Fact(Skip = "MLP_ROOT_SAMPLES names no folder", SkipWhen = nameof(HasNoSamples))]
    public void Real_files_that_are_damaged()
    {
        List<byte[]> files = [.. Sample.Files.Select(name => File.ReadAllBytes(Path.Combine(Sample.Folder!, name))).Where(bytes => bytes.Length < LargestFile)];
        Run(files, seeds: 100_000..120_000);
    }

    private static void Run(List<byte[]> files, Range seeds)
    {
        var refused = 0;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        Parallel.For(seeds.Start.Value, seeds.End.Value, new ParallelOptions { MaxDegreeOfParallelism = 2 }, seed =>
        {
            var watch = Stopwatch.StartNew();
            try
            {
                Interlocked.Add(ref refused, Walk.Through(Damage.Of(files, seed)));
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"seed {seed}", e);
            }

            Assert.True(watch.Elapsed < Longest, $"seed {seed} took {watch.Elapsed}");
        });
        Assert.True(refused > seeds.End.Value - seeds.Start.Value, $"{refused} refusals only: the damage does not reach what is read");
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, MostBytes);
    }

    private byte[] OwnBytes(RootCompression compression)
    {
        var path = Path.Combine(_folder, $"{compression}.root");
        OwnFile.Write(path, compression, 1_000);
        return File.ReadAllBytes(path);
    }

    // Trees that are friends of each other, in one file.
    private byte[] FriendlyBytes()
    {
        var path = Path.Combine(_folder, "friendly.root");
        using (var writer = RootWriter.Create(path, RootCompression.None, new(2020, 2, 2, 2, 2, 2, TimeSpan.Zero)))
        {
            foreach (var (name, friend) in new[] { ("one", "two"), ("two", "one"), ("three", "three") })
            {
                var tree = writer.Tree(name);
                tree.Friend(friend, alias: "other");
                tree.Friend(friend, "beside.root", "beside");
                tree.Flat<int>(name).Append([1, 2, 3]);
                var elsewhere = tree.Flat<int>("elsewhere");
                elsewhere.FileName = "elsewhere.root";
                elsewhere.Append([1, 2, 3]);
            }

            writer.Complete();
        }

        return File.ReadAllBytes(path);
    }
}
