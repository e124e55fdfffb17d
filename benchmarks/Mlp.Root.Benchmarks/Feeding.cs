using Mlp.Training;

namespace Mlp.Root.Benchmarks;

/// <summary>What training does with a file: specs in one pass, chunks in a second.</summary>
internal sealed class Feeding(string path)
{
    private const int ChunkSize = 100_000;

    public async Task<DataSpecs> Specs() => (await (await Open()).ReadSpecsAsync()).All;

    public async Task<long> Chunks(DataSpecs specs)
    {
        long rows = 0;
        await foreach (var chunk in (await Open()).ReadChunksAsync(specs))
        {
            rows += chunk.Rows;
        }

        return rows;
    }

    private Task<EventData> Open() =>
        EventData.OpenAsync(TrainingFiles.From(path), new TrainingSettings { Tree = "events", ChunkSize = ChunkSize });
}
