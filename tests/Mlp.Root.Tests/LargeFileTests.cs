using System.Buffers.Binary;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Mlp.Testing;

namespace Mlp.Root.Tests;

/// <summary>Files in which positions need more than 31 bits, and more than 32.</summary>
public sealed class LargeFileTests : IDisposable
{
    // From here on, ROOT writes positions of 64 bits.
    private const long StartOfLarge = 2_000_000_000;
    private const int Entries = 20_000;
    private static readonly DateTimeOffset Time = new(2020, 2, 2, 2, 2, 2, TimeSpan.Zero);
    private readonly string _folder = Directory.CreateTempSubdirectory("mlp-root-").FullName;

    private string File => Path.Combine(_folder, "large.root");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(StartOfLarge)]
    [InlineData(int.MaxValue - 1_000)]
    [InlineData(uint.MaxValue - 50_000)]
    [InlineData(1L << 40)]
    public async Task Baskets_and_trees_lie_beyond_what_short_positions_reach(long hole)
    {
        WriteAround(hole);
        using var file = await RootFile.OpenAsync(File);
        Assert.True(file.Keys.All(key => key.Header.SeekKey > hole));
        Assert.True(file.Tree("events")!.Branches[0].Description.Baskets[0].Position < 10_000);
        await IsRight(file);
    }

    [Fact]
    public void A_large_file_says_so_in_its_header_and_its_keys()
    {
        WriteAround(1L << 33);
        var header = new byte[75];
        using var bytes = new LocalFile(File);
        bytes.Read(0, header);
        Assert.InRange(BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4)), 1_000_000, 2_000_000);
        Assert.Equal(bytes.Length, BinaryPrimitives.ReadInt64BigEndian(header.AsSpan(12)));
        Assert.InRange(BinaryPrimitives.ReadInt64BigEndian(header.AsSpan(20)), 1L << 33, bytes.Length);
        Assert.Equal(8, header[40]);
        Assert.InRange(BinaryPrimitives.ReadInt64BigEndian(header.AsSpan(45)), 1L << 33, bytes.Length);
        using var file = RootFile.Open(File);
        foreach (var key in file.Keys)
        {
            var there = KeyReading.KeyAt(bytes, key.Header.SeekKey);
            Assert.Equal(1004, there.Version);
            Assert.Equal(key.Header.SeekKey, there.SeekKey);
        }
    }

    [Fact]
    public async Task Positions_beyond_32_bits_are_asked_for_over_http()
    {
        WriteAround(1L << 33);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var server = builder.Build();
        server.MapGet("/large.root", () => Results.File(File, enableRangeProcessing: true));
        await server.StartAsync();
        using var file = await RootFile.OpenAsync($"{server.Urls.Single()}/large.root");
        await IsRight(file);
    }

    [LongFact]
    public async Task More_than_two_gigabytes_are_written_and_read()
    {
        const int Batch = 1_000_000;
        const int Batches = 280;
        using (var writer = RootWriter.Create(File, RootCompression.None, Time))
        {
            var tree = writer.Tree("events");
            var (number, flag) = (tree.Flat<long>("number"), tree.Flat<bool>("flag"));
            for (var batch = 0; batch < Batches; batch++)
            {
                number.Append([.. Enumerable.Range(batch * Batch, Batch).Select(i => (long)i)]);
                flag.Append([.. Enumerable.Range(0, Batch).Select(i => i % 3 == 0)]);
            }

            writer.Complete();
        }

        Assert.True(new FileInfo(File).Length > int.MaxValue);
        using var file = await RootFile.OpenAsync(File);
        var events = file.Tree("events")!;
        Assert.True(events.Branches[0].Description.Baskets[events.Branches[0].Baskets - 1].Position > StartOfLarge);
        long expected = 0;
        await foreach (var step in events.Read(["number", "flag"]))
        {
            using (step)
            {
                Assert.Equal(expected, step.First);
                var numbers = step.Numbers<long>("number");
                Assert.Equal((expected, expected + step.Count - 1), (numbers[0], numbers[^1]));
                Assert.True(IsAscending(numbers));
                expected += step.Count;
            }
        }

        Assert.Equal((long)Batch * Batches, expected);
    }

    private static bool IsAscending(ReadOnlySpan<long> numbers)
    {
        for (var i = 1; i < numbers.Length; i++)
        {
            if (numbers[i] != numbers[i - 1] + 1)
            {
                return false;
            }
        }

        return true;
    }

    // One basket before the hole; the others, the tree and all that describes it behind it.
    private void WriteAround(long hole)
    {
        using var writer = RootWriter.Create(File, RootCompression.Zlib, Time);
        var tree = writer.Tree("events");
        var (number, count) = (tree.Flat<int>("number"), tree.Counter("n"));
        var items = count.Counted<double>("items");
        for (var done = 0; done < Entries; done += 1_000)
        {
            if (done == 1_000)
            {
                tree.Flush();
                writer.Skip(hole);
            }

            number.Append([.. Enumerable.Range(done, 1_000)]);
            count.Append([.. Enumerable.Repeat(2, 1_000)]);
            items.Append([.. Enumerable.Range(2 * done, 2_000).Select(i => (double)i)]);
        }

        writer.Complete();
    }

    private static async Task IsRight(RootFile file)
    {
        var tree = file.Tree("events")!;
        List<double> numbers = [], items = [];
        await foreach (var step in tree.Read(["number", "items"]))
        {
            numbers.AddRange(Numbers.Of(step["number"]));
            items.AddRange(Numbers.Of(step["items"]));
            step.Dispose();
        }

        Assert.Equal(Enumerable.Range(0, Entries).Select(i => (double)i), numbers);
        Assert.Equal(Enumerable.Range(0, 2 * Entries).Select(i => (double)i), items);
    }
}
