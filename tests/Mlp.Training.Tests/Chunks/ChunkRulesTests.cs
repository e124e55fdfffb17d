namespace Mlp.Training.Tests.Chunks;

/// <summary>Chunks against a slow and obvious implementation of the same rules.</summary>
public sealed class ChunkRulesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mlp-chunks-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 20)];

    // Fifteen tasks for each seed.
    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Random_files_cuts_and_parameters_give_the_features_masks_and_labels_of_the_slow_rules(int seed)
    {
        for (var i = 0; i < 15; i++)
        {
            var (files, settings, preprocessing, task) = new RandomTask((seed * 100) + i, _folder).Make();
            var expected = SlowRules.Chunks(task);
            var data = await EventData.OpenAsync(files, settings, preprocessing);
            if (expected.Count == 0)
            {
                await Assert.ThrowsAsync<TrainingInputException>(() => data.ReadSpecsAsync());
                continue;
            }

            var specs = (await data.ReadSpecsAsync()).All;
            var number = 0;
            if (specs.Width == 0)
            {
                continue;
            }

            await foreach (var chunk in data.ReadChunksAsync(specs))
            {
                Assert.Equal(expected[number].Labels, chunk.Labels.ToArray());
                Assert.Equal(expected[number].Mask, chunk.Mask.ToArray());
                Assert.Equal(expected[number].Features, chunk.Features.ToArray());
                Assert.Equal(number++, chunk.Index);
            }

            Assert.Equal(expected.Count, number);
        }
    }

    [Fact]
    public async Task Chunks_take_of_each_file_as_large_a_share_as_it_has_of_all_events()
    {
        foreach (var (name, count) in new[] { ("a", 1000), ("b", 200) })
        {
            await File.WriteAllLinesAsync(Path.Combine(_folder, $"{name}.csv"), ["x", .. Enumerable.Range(0, count).Select(i => $"{i}")]);
        }

        var files = TrainingFiles.From($"{_folder}/a.csv,{_folder}/b.csv", "0,1");
        var data = await EventData.OpenAsync(files, new() { Events = 120, ChunkSize = 50 });
        var chunks = new List<(int, int)>();
        await foreach (var chunk in data.ReadChunksAsync((await data.ReadSpecsAsync()).All))
        {
            chunks.Add((chunk.Labels.ToArray().Count(label => label == 0), chunk.Labels.ToArray().Count(label => label == 1)));
        }

        Assert.Equal([(42, 8), (42, 8), (16, 4)], chunks);
    }
}
