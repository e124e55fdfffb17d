using Mlp.Training;

namespace Mlp.Root.Benchmarks;

/// <summary>What training does with a file: specs in one pass, chunks in a second.</summary>
internal sealed class Feeding(EventData data)
{
    private const int ChunkSize = 100_000;

    // About two thirds of the events pass.
    private const string TwoBranchesAndFiveCuts =
        """
        {
          "new_branch": {
            "both": { "def": "sqrt(flat0**2 + flat1**2)", "type": "flat", "cut": "both < 200" },
            "logs": { "def": "log(jagged0 + 1) * flat2", "type": "jagged", "cut": ["logs < 2000", "all"] }
          },
          "flat_cut": { "flat3": { "cut_1": "0.5 < flat3 < 150", "cut_2": "flat3 != 1" } },
          "jagged_cut": { "jagged4": { "cut": ["jagged4 > 5", "any"] } }
        }
        """;

    public static async Task<Feeding> Of(string path, string? preprocessing = null) =>
        new(await EventData.OpenAsync(TrainingFiles.From(path), new TrainingSettings { Tree = "events", ChunkSize = ChunkSize }, preprocessing));

    /// <summary>The same with new branches and cuts.</summary>
    public static async Task<Feeding> WithCuts(string path)
    {
        var file = Path.Combine(Path.GetTempPath(), $"mlp-root-{Environment.ProcessId}-preproc.json");
        await File.WriteAllTextAsync(file, TwoBranchesAndFiveCuts);
        return await Of(path, file);
    }

    public async Task<DataSpecs> Specs() => (await data.ReadSpecsAsync()).All;

    public async Task<long> Chunks(DataSpecs specs)
    {
        long rows = 0;
        await foreach (var chunk in data.ReadChunksAsync(specs))
        {
            rows += chunk.Rows;
        }

        return rows;
    }
}
